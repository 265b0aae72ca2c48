using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Annotations;
using Microsoft.Win32.SafeHandles;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Memory that several processes see at once.</summary>
/// <remarks>
/// <para>On Linux it is a file without a name: others open it through the descriptor of the process that made it, so that there is nothing to delete,
/// whoever dies when, and a small <c>/dev/shm</c> is no limit. Elsewhere it is a temporary file that the system deletes with its last
/// handle.</para>
/// <para>A descriptor's number may be used again for another file. The first bytes are therefore a random id, which the handle names.</para>
/// </remarks>
[ThreadSafe]
internal sealed unsafe partial class SharedSegment : IDisposable
{
    /// <summary>What stands before the data.</summary>
    internal const int HeaderSize = 64;

    private static readonly Lock s_gate = new();

    // A process that is sent the same memory again and again maps it once. Forgotten with its last user.
    [GuardedBy(nameof(s_gate))] private static readonly Dictionary<Guid, WeakReference<SharedSegment>> s_known = [];

    private readonly Lock _gate = new();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    [GuardedBy(nameof(_gate))] private bool _isFreed;

    // Read without the lock, as a courtesy to those who use what they have disposed.
    private volatile bool _isDisposed;

    private SharedSegment(string path, MemoryMappedFile file, long size)
    {
        Path = path;
        Size = size;
        _file = file;
        _view = file.CreateViewAccessor(0, HeaderSize + size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    ~SharedSegment() => Free();

    internal string Path { get; }

    /// <summary>How many bytes there are to use.</summary>
    internal long Size { get; }

    internal Guid Id => *(Guid*)_start;

    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    internal byte* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _start + HeaderSize;
        }
    }

    /// <exception cref="IOException">There is not so much memory.</exception>
    internal static SharedSegment Create(long size) => Create(size, size);

    /// <param name="size">How many bytes there are.</param>
    /// <param name="taken">How many of them are taken from the system now. Whoever uses those behind takes them first.</param>
    /// <exception cref="IOException">There is not so much memory.</exception>
    internal static SharedSegment Create(long size, long taken)
    {
        var (path, file) = OperatingSystem.IsLinux()
            ? CreateNameless(HeaderSize + size, HeaderSize + taken) : CreateTemporary(HeaderSize + size);
        var segment = new SharedSegment(path, file, size);
        *(Guid*)segment._start = Guid.NewGuid();
        Remember(segment);
        return segment;
    }

    /// <exception cref="ObjectDisposedException">Whoever made it has given it back, or is gone.</exception>
    internal static SharedSegment Open(string path, Guid id, long size)
    {
        lock (s_gate)
        {
            if (s_known.TryGetValue(id, out var weak) && weak.TryGetTarget(out var known) && !known._isDisposed)
                return known;
        }

        SharedSegment? segment = null;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var file = MemoryMappedFile.CreateFromFile(
                stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            segment = new SharedSegment(path, file, size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Disposed(e);
        }
        if (segment.Id != id)
        {
            segment.Dispose();
            throw Disposed(null);
        }
        Remember(segment);
        return segment;
    }

    /// <summary>Gives the memory back as far as this process is concerned.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        Free();
        GC.SuppressFinalize(this);
    }

    private static ObjectDisposedException Disposed(Exception? e) =>
        new("The shared memory does not exist any more: the process that made it has disposed it, or has ended.", e);

    private static void Remember(SharedSegment segment)
    {
        lock (s_gate)
        {
            foreach (var (id, _) in s_known.Where(static entry => !entry.Value.TryGetTarget(out _)).ToList())
                s_known.Remove(id);
            s_known[segment.Id] = new WeakReference<SharedSegment>(segment);
        }
    }

    private void Free()
    {
        lock (_gate)
        {
            if (_isFreed)
                return;
            _isFreed = true;
        }
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Asked first: Linux gives memory that it does not have, and then ends processes to get it.</summary>
    private static void ThrowIfBeyondMemory(long size)
    {
        const long TooSmallToMatter = 1 << 20;
        const string Available = "MemAvailable:";
        if (size <= TooSmallToMatter)
            return;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (File.ReadLines("/proc/meminfo").FirstOrDefault(static line => line.StartsWith(Available, StringComparison.Ordinal)) is { } line)
            available = Math.Min(available, 1024 * long.Parse(line[Available.Length..^"kB".Length], CultureInfo.InvariantCulture));
        if (size > available)
            throw new IOException($"{size} bytes of shared memory were asked for, and the system has {available}. Share parts of it, one by one.");
    }

    private static (string, MemoryMappedFile) CreateNameless(long size, long taken)
    {
        const uint CloseOnExec = 1;
        ThrowIfBeyondMemory(taken);
        var fd = CreateMemoryFile("conc-shared", CloseOnExec);
        if (fd < 0)
            throw new IOException($"The system gives no shared memory: error {Marshal.GetLastSystemError()}.");
        var stream = new FileStream(new SafeFileHandle(fd, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);

        // Taken now: where there is too little, that is an exception here and not a signal at some later store.
        if (Allocate(fd, 0, (nint)taken) is var error and not 0)
        {
            stream.Dispose();
            throw new IOException($"The system has no {taken} bytes of shared memory to give: error {error}.");
        }
        var file = MemoryMappedFile.CreateFromFile(
            stream, null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        return ($"/proc/{Environment.ProcessId}/fd/{fd}", file);
    }

    private static (string, MemoryMappedFile) CreateTemporary(long size)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"conc-{Guid.NewGuid():N}");
        var stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            PreallocationSize = size,
        });
        return (path, MemoryMappedFile.CreateFromFile(
            stream, null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false));
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(int fd, nint offset, nint length);
}
