using System.Net.Sockets;
using System.Text;

namespace Runtime.Tests.Support;

/// <summary>Where calls stop until the test lets them go on, in this process or another: the event that tests wait for instead of time.</summary>
internal sealed class Gate : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal Gate()
    {
        Address = Path.Combine(Path.GetTempPath(), $"gate-{Guid.NewGuid():N}");
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen(1024);
    }

    /// <summary>What a function needs to find the gate.</summary>
    internal string Address { get; }

    /// <summary>The next call that has come to the gate.</summary>
    internal async Task<Visitor> ArrivalAsync()
    {
        var socket = await _listener.AcceptAsync();
        var said = new byte[8];
        for (var have = 0; have < said.Length;)
            have += await socket.ReceiveAsync(said.AsMemory(have));
        return new Visitor(socket, BitConverter.ToInt32(said), BitConverter.ToInt32(said, 4));
    }

    /// <summary>Whether a call is waiting that no <see cref="ArrivalAsync"/> has met.</summary>
    internal bool HasUnmetVisitors => _listener.Poll(0, SelectMode.SelectRead);

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Address);
    }

    /// <summary>Called by functions under test: waits for <see cref="Visitor.Release"/>.</summary>
    /// <returns>The id of the process that ran the function.</returns>
    internal static int Enter(string address, int number = 0)
    {
        using var socket = Knock(address, number);
        if (socket.Receive(new byte[1]) == 0)
            throw new EndOfStreamException("The test ended without opening the gate.");
        return Environment.ProcessId;
    }

    /// <summary>The same, left when the token fires.</summary>
    internal static int EnterUntil(string address, CancellationToken cancellationToken)
    {
        using var socket = Knock(address, 0);
        try
        {
            if (socket.ReceiveAsync(new byte[1], cancellationToken).AsTask().GetAwaiter().GetResult() == 0)
                throw new EndOfStreamException("The test ended without opening the gate.");
        }
        catch (OperationCanceledException)
        {
            // Said before the call ends, so that the test knows that the token was seen and not that the call was dropped.
            socket.Send(Encoding.ASCII.GetBytes("cancelled"));
            throw;
        }
        return Environment.ProcessId;
    }

    private static Socket Knock(string address, int number)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        socket.Send([.. BitConverter.GetBytes(Environment.ProcessId), .. BitConverter.GetBytes(number)]);
        return socket;
    }
}

/// <summary>A call that stands at a <see cref="Gate"/>.</summary>
internal sealed class Visitor(Socket socket, int processId, int number)
{
    internal int ProcessId => processId;

    internal int Number => number;

    internal void Release()
    {
        socket.Send([1]);
        socket.Dispose();
    }

    /// <summary>What the call says when it leaves by itself; empty if it was killed.</summary>
    internal async Task<string> FarewellAsync()
    {
        var said = new byte[64];
        var length = await socket.ReceiveAsync(said.AsMemory());
        return Encoding.ASCII.GetString(said, 0, length);
    }
}
