using System.Net.Sockets;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The way to the objects of another process: one socket, and one thread that reads it.</summary>
/// <remarks>The end of this process is the end of the socket: the owner then frees what was held here.</remarks>
internal sealed class RemoteEndpoint : SharingEndpoint
{
    private static readonly Lock s_gate = new();

    // One for each process whose objects were ever used here; there are few.
    [GuardedBy(nameof(s_gate))] private static readonly Dictionary<string, RemoteEndpoint> s_all = [];

    private readonly SocketChannel _channel;

    // Held while one message is sent.
    private readonly Lock _sending = new();

    private RemoteEndpoint(SocketChannel channel) => _channel = channel;

    /// <exception cref="IOException">The process is gone.</exception>
    internal static RemoteEndpoint To(string address, byte[] secret)
    {
        lock (s_gate)
        {
            if (s_all.TryGetValue(address, out var known))
                return known;
            var endpoint = new RemoteEndpoint(Connect(address, secret));
            s_all.Add(address, endpoint);
            new Thread(endpoint.Read, maxStackSize: 256 << 10) { IsBackground = true, Name = "shared objects reader" }.Start();
            return endpoint;
        }
    }

    private static SocketChannel Connect(string address, byte[] secret)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(SharingHost.EndPointOf(address));
            var channel = new SocketChannel(socket);
            channel.Send(secret);
            return channel;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            socket.Dispose();
            throw new IOException($"The process that made the shared object is gone: nobody listens at {address}.", e);
        }
    }

    private protected override void Send(Guid target, SharingOp op, long request, ReadOnlySpan<byte> body)
    {
        try
        {
            lock (_sending)
                _channel.Send(SharingHeader.Message(op, request, target, body));
        }
        catch (IOException)
        {
            // The reader sees the same end, and tells those who wait.
        }
    }

    private void Read()
    {
        var head = new byte[SharingHeader.Size];
        while (_channel.TryReceiveExactly(head))
        {
            var header = SharingHeader.Read(head);
            var body = new byte[header.Length];
            if (!_channel.TryReceiveExactly(body))
                break;
            Answered(header.Request, header.Op, body);
        }
        OwnerGone();
        _channel.Dispose();
    }
}
