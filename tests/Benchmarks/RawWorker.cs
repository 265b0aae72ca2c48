using System.Diagnostics;
using System.Net.Sockets;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>The least that two processes on a socket can do: the limit that the executor is held against.</summary>
internal sealed class RawWorker : IDisposable
{
    internal const string Role = "--raw";

    private readonly Process _process;

    // Written before a message is sent, read by the thread that gets its answer.
    private volatile TaskCompletionSource? _answer;

    private Thread? _reader;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"raw-{Guid.NewGuid():N}");

    internal RawWorker()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen(1);
        _process = Process.Start(Itself("echo", _path))!;
        Socket = listener.Accept();
    }

    internal Socket Socket { get; }

    internal static int Run(string[] args)
    {
        if (args is ["hello"])
        {
            using var output = Console.OpenStandardOutput();
            output.WriteByte((byte)'!');
            return 0;
        }
        if (args is [RawMemory.Role, var address, var file, var arrays])
            return RawMemory.Run(address, file, arrays);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(args[1]));

        // Whatever a read has brought goes back in one write.
        var buffer = new byte[1 << 20];
        for (int count; (count = socket.Receive(buffer)) > 0;)
            SendAll(socket, buffer.AsSpan(0, count));
        return 0;
    }

    /// <summary>
    /// This program in its raw role. By the host, as the executor starts its workers: the path of the process is the program's own under <c>dotnet run</c>, and the
    /// host's under <c>dotnet Benchmarks.dll</c>, where a raw counterpart that never came up was waited for.
    /// </summary>
    internal static ProcessStartInfo Itself(params string[] args)
    {
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var dotnet = isHost ? Environment.ProcessPath! : Path.Combine(Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "") ?? "", "dotnet");
        return new ProcessStartInfo(dotnet, ["exec", typeof(RawWorker).Assembly.Location, Role, .. args]);
    }

    /// <summary>Milliseconds from the start of a process to its first byte.</summary>
    internal static double HelloMilliseconds()
    {
        var hello = Itself("hello");
        hello.RedirectStandardOutput = true;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(hello)!;
        process.StandardOutput.BaseStream.ReadByte();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        process.WaitForExit();
        return elapsed;
    }

    /// <summary>As <see cref="PingPong"/>, but as futures do it: whoever waits does not read, since another thread may wait too.</summary>
    internal void PingPongThroughReader(byte[] there)
    {
        if (_reader is null)
        {
            _reader = new Thread(() =>
            {
                var back = new byte[there.Length];
                try
                {
                    while (Socket.Receive(back) > 0)
                        _answer!.SetResult();
                }
                catch (SocketException)
                {
                    // Disposed, with nothing on its way.
                }
            }) { IsBackground = true };
            _reader.Start();
        }
        var answer = _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        SendAll(Socket, there);
        answer.Task.Wait();
    }

    internal void PingPong(byte[] there, byte[] back)
    {
        // A large message fills both sockets unless somebody reads meanwhile.
        if (there.Length > 64 << 10)
        {
            var sender = new Thread(() => SendAll(Socket, there));
            sender.Start();
            ReceiveAll(back);
            sender.Join();
            return;
        }
        SendAll(Socket, there);
        ReceiveAll(back);
    }

    /// <summary>Messages of 16 bytes, one write each, at most 64 on their way.</summary>
    internal void Pipeline(int messages)
    {
        using var room = new SemaphoreSlim(64);
        var writer = new Thread(() =>
        {
            var frame = new byte[16];
            for (var i = 0; i < messages; i++)
            {
                room.Wait();
                SendAll(Socket, frame);
            }
        });
        writer.Start();
        var buffer = new byte[64 << 10];
        for (int have = 0, done = 0; done < messages;)
        {
            have += Socket.Receive(buffer);
            if (have / 16 > done)
                room.Release((have / 16) - done);
            done = have / 16;
        }
        writer.Join();
    }

    public void Dispose()
    {
        Socket.Dispose();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_path);
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    private void ReceiveAll(Span<byte> into)
    {
        while (into.Length > 0)
            into = into[Socket.Receive(into)..];
    }
}
