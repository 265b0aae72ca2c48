using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Net.Sockets;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>A payload there and back through memory that two processes share, with a socket to ring: four copies, the least for arguments and results
/// that belong to one process each.</summary>
internal sealed class RawMemory : IDisposable
{
    internal const string Role = "copy";

    private const string New = "new";
    private const string Same = "same";

    private const int Size = 8 << 20;

    private readonly string _file = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"raw-{Guid.NewGuid():N}");
    private readonly string _address = Path.Combine(Path.GetTempPath(), $"raw-{Guid.NewGuid():N}");
    private readonly Mapping _mapping;
    private readonly Process _process;
    private readonly Socket _socket;

    /// <param name="isFresh">The other process copies each payload into an array of its own.</param>
    internal RawMemory(bool isFresh = false)
    {
        File.WriteAllBytes(_file, new byte[Size]);
        _mapping = new Mapping(_file);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_address));
        listener.Listen(1);
        _process = Process.Start(RawWorker.Itself(Role, _address, _file, isFresh ? New : Same))!;
        _socket = listener.Accept();
    }

    internal void ThereAndBack(byte[] there, byte[] back)
    {
        there.CopyTo(_mapping.Bytes);
        _socket.Send([1]);
        _socket.Receive(new byte[1]);
        _mapping.Bytes.CopyTo(back);
    }

    /// <summary>Gives the payload in a new array.</summary>
    internal byte[] ThereAndBack(byte[] there)
    {
        there.CopyTo(_mapping.Bytes);
        _socket.Send([1]);
        _socket.Receive(new byte[1]);
        var back = GC.AllocateUninitializedArray<byte>(Size);
        _mapping.Bytes.CopyTo(back);
        return back;
    }

    /// <summary>The other process.</summary>
    internal static int Run(string address, string file, string arrays)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(address));
        using var mapping = new Mapping(file);
        byte[] own = new byte[Size], ring = new byte[1];
        while (socket.Receive(ring) > 0)
        {
            if (arrays == New)
                own = GC.AllocateUninitializedArray<byte>(Size);
            mapping.Bytes.CopyTo(own);
            own.CopyTo(mapping.Bytes);
            socket.Send(ring);
        }
        return 0;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _process.WaitForExit();
        _process.Dispose();
        _mapping.Dispose();
        File.Delete(_address);
        File.Delete(_file);
    }

    private sealed unsafe class Mapping : IDisposable
    {
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;
        private readonly byte* _start;

        internal Mapping(string file)
        {
            _map = MemoryMappedFile.CreateFromFile(file, FileMode.Open);
            _view = _map.CreateViewAccessor(0, Size);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        }

        internal Span<byte> Bytes => new(_start, Size);

        public void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map.Dispose();
        }
    }
}
