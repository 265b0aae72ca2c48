using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One number in memory that parent and worker share: the last call that the worker has started. It survives the worker.</summary>
/// <remarks>
/// When a worker dies, several calls may be on their way to it. Which of them had started, and must fail, and which can go to another worker?
/// Saying so
/// on the socket would cost a message for each call; here it costs a store.
/// </remarks>
[ThreadSafe]
internal sealed unsafe partial class ProgressPage : IDisposable
{
    private const int Size = 4096;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;

    private ProgressPage(string path, MemoryMappedFile file)
    {
        Path = path;
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    private ProgressPage(string path, byte* start)
    {
        Path = path;
        _start = start;
    }

    internal string Path { get; }

    internal long Started
    {
        get => Volatile.Read(ref *(long*)_start);
        set => Volatile.Write(ref *(long*)_start, value);
    }

    /// <summary>The parent's side. The file is deleted by <see cref="DeleteFile"/>, as soon as the worker has opened it.</summary>
    internal static ProgressPage Create()
    {
        foreach (var folder in new[] { "/dev/shm", System.IO.Path.GetTempPath() })
        {
            var path = System.IO.Path.Combine(folder, $"conc-{Guid.NewGuid():N}");
            try
            {
                return new ProgressPage(path, Allocate(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && folder == "/dev/shm")
            {
                // Absent, full or not ours: any other folder does, since the page stays in memory anyway.
                File.Delete(path);
            }
        }
        throw new IOException("Neither /dev/shm nor the temporary folder can hold a file.");
    }

    /// <summary>The worker's side.</summary>
    internal static ProgressPage Open(string path)
    {
        if (!OperatingSystem.IsLinux())
            return new ProgressPage(path, MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, Size));

        // By system calls, for the same reason as LinuxChannel.
        const int ReadWriteCloseOnExec = 2 | 0x80000;
        const int ReadWrite = 3;
        const int Shared = 1;
        var fd = OpenFile(path, ReadWriteCloseOnExec, 0);
        var start = fd < 0 ? -1 : MapMemory(0, Size, ReadWrite, Shared, fd, 0);
        if (start == -1)
            throw new IOException($"The page {path} cannot be mapped: error {Marshal.GetLastSystemError()}.");
        _ = CloseFile(fd);
        return new ProgressPage(path, (byte*)start);
    }

    internal void DeleteFile() => File.Delete(Path);

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }

    private static MemoryMappedFile Allocate(string path)
    {
        // Preallocated: on a full /dev/shm that fails here, with an exception; a store to a page that is not there would end the process.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, PreallocationSize = Size };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return MemoryMappedFile.CreateFromFile(new FileStream(path, options), null, Size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int fd);
}
