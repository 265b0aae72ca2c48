using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The objects of this process that others may use, and the place where others connect.</summary>
/// <remarks>
/// <code>
///   owner                                     another process
///   object in a table, one lock each          handle: address, secret, number
///   one thread a connection  &lt;- requests      one connection, one reader
///   answers, from any thread  -> 
/// </code>
/// Named semaphores, events and maps do not exist on every system, and none of them is freed by the death of its holder. A connection is. So
/// every object lives in the process that made it, and dies with it. Nothing listens until the first object is sent away.
/// </remarks>
internal static class SharingHost
{
    private const int SecretSize = 16;

    // The secret comes with the connection; who says nothing for so long has nothing to say.
    private const int SecretPatienceMilliseconds = 10_000;

    // A process that reads none of its answers for so long, while its buffer is full, is taken for dead: others wait behind it.
    private const int AnswerPatienceMilliseconds = 5_000;

    private static readonly Lock s_gate = new();

    [GuardedBy(nameof(s_gate))] private static readonly Dictionary<Guid, SharedState> s_objects = [];

    private static readonly Lazy<Listener> s_listener = new(static () => new Listener());

    /// <summary>Where other processes find the objects of this one, with the secret that lets them in.</summary>
    internal static (string Address, byte[] Secret) Door => (s_listener.Value.Address, s_listener.Value.Secret);

    internal static bool IsDoor(string address) => s_listener.IsValueCreated && s_listener.Value.Address == address;

    internal static EndPoint EndPointOf(string address) => new UnixDomainSocketEndPoint(OperatingSystem.IsLinux() ? '\0' + address : address);

    internal static void Add(SharedState state)
    {
        lock (s_gate)
            s_objects.Add(state.Id, state);
    }

    internal static void Remove(Guid id)
    {
        SharedState? state;
        lock (s_gate)
            s_objects.Remove(id, out state);
        state?.Close();
    }

    internal static void Handle(Guid target, SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        SharedState? state;
        lock (s_gate)
            s_objects.TryGetValue(target, out state);
        if (state is null)
            asked.Fail(SharingFailure.Disposed);
        else if (op == SharingOp.Cancel)
            state.Cancel(asked);
        else
            state.Handle(op, asked, body);
    }

    private static void Serve(Socket socket)
    {
        using var channel = new SocketChannel(socket);
        var peer = new RemotePeer(channel);
        try
        {
            var said = new byte[SecretSize];
            socket.ReceiveTimeout = SecretPatienceMilliseconds;
            socket.SendTimeout = AnswerPatienceMilliseconds;
            if (!channel.TryReceiveExactly(said) || !CryptographicOperations.FixedTimeEquals(said, s_listener.Value.Secret))
                return;
            socket.ReceiveTimeout = 0;
            var head = new byte[SharingHeader.Size];
            while (channel.TryReceiveExactly(head))
            {
                var header = SharingHeader.Read(head);
                var body = new byte[header.Length];
                if (!channel.TryReceiveExactly(body))
                    break;
                Handle(header.Target, header.Op, new Asked(peer, header.Request), body);
            }
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or SocketException or IndexOutOfRangeException)
        {
            // It does not speak as we do. To the objects it is a process that has died.
        }
        finally
        {
            List<SharedState> objects;
            lock (s_gate)
                objects = [.. s_objects.Values];
            objects.ForEach(o => o.PeerGone(peer));
        }
    }

    private sealed class RemotePeer(SocketChannel channel) : SharingPeer
    {
        // Held while one answer is sent.
        private readonly Lock _sending = new();

        internal override void Answer(long request, SharingOp answer, ReadOnlySpan<byte> body)
        {
            try
            {
                lock (_sending)
                    channel.Send(SharingHeader.Message(answer, request, default, body));
            }
            catch (IOException)
            {
                // It is gone, or does not read: the end of its stream frees what it holds.
                channel.Dispose();
            }
        }
    }

    private sealed class Listener
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        internal Listener()
        {
            var name = $"conc-shared-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(16)}";
            Address = OperatingSystem.IsLinux() ? name : Path.Combine(Directory.CreateTempSubdirectory("conc-").FullName, "s");
            _socket.Bind(EndPointOf(Address));
            _socket.Listen(64);
            new Thread(Accept, maxStackSize: 256 << 10) { IsBackground = true, Name = "shared objects listener" }.Start();
        }

        internal string Address { get; }

        internal byte[] Secret { get; } = RandomNumberGenerator.GetBytes(SecretSize);

        private void Accept()
        {
            while (true)
            {
                try
                {
                    var socket = _socket.Accept();
                    new Thread(() => Serve(socket), maxStackSize: 512 << 10) { IsBackground = true, Name = "shared objects" }.Start();
                }
                catch (SocketException)
                {
                    // Whoever knocked has left before the door was open, or there are no descriptors left: then it will knock again.
                    Thread.Sleep(1);
                }
            }
        }
    }
}
