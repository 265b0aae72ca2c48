using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Where one worker connects, twice: for calls, and for what must overtake them. Nobody else gets in.</summary>
internal sealed class WorkerListener : IDisposable
{
    // As text, which a worker sends as it gets it.
    private const int SecretSize = 32;

    // Linux option numbers: the process that connected, as the kernel knows it.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    // The worker sends it with its next instruction, but on a loaded machine that may not come for a while. Strangers are not waited for where the
    // system names them.
    private const int SecretPatienceMilliseconds = 10_000;

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _secret = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(SecretSize));
    private readonly string? _folder;

    internal WorkerListener()
    {
        var name = $"conc-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(16)}";
        if (OperatingSystem.IsLinux())
        {
            // Abstract: no file to protect, to leave behind, or to fit into 108 characters.
            Address = name;
            _socket.Bind(new UnixDomainSocketEndPoint('\0' + name));
        }
        else
        {
            _folder = Directory.CreateTempSubdirectory("conc-").FullName;
            Address = Path.Combine(_folder, "w");
            _socket.Bind(new UnixDomainSocketEndPoint(Address));
        }
        _socket.Listen(2);
    }

    internal string Address { get; }

    internal string Secret => Encoding.ASCII.GetString(_secret);

    /// <summary>The worker's next connection; null if there is none within the time.</summary>
    internal SocketChannel? TryAccept(int processId, TimeSpan patience)
    {
        if (!_socket.Poll(patience, SelectMode.SelectRead))
            return null;
        var socket = _socket.Accept();
        var channel = new SocketChannel(socket);
        Span<byte> said = stackalloc byte[SecretSize];
        socket.ReceiveTimeout = SecretPatienceMilliseconds;
        if (IsProcess(socket, processId) && channel.TryReceiveExactly(said) && CryptographicOperations.FixedTimeEquals(said, _secret))
        {
            socket.ReceiveTimeout = 0;
            return channel;
        }
        channel.Dispose();
        return null;
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static bool IsProcess(Socket socket, int processId)
    {
        if (!OperatingSystem.IsLinux())
            return true;
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return BitConverter.ToInt32(credentials) == processId;
    }
}
