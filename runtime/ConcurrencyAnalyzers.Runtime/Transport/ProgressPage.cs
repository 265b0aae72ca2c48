using System.IO.MemoryMappedFiles;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One number in memory that parent and worker share: the last call that the worker has started. It survives the worker. The parent's
/// side.</summary>
/// <remarks>
/// When a worker dies, several calls may be on their way to it. Which of them had started, and must fail, and which can go to another worker?
/// Saying so
/// on the socket would cost a message for each call; here it costs a store.
/// </remarks>
[ThreadSafe]
internal sealed unsafe class ProgressPage : IDisposable
{
    internal const int Size = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private ProgressPage(string path, MemoryMappedFile file)
    {
        Path = path;
        _file = file;
        _view = file.CreateViewAccessor(0, Size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    internal string Path { get; }

    internal long Started => Volatile.Read(ref *(long*)_start);

    /// <summary>The file is deleted by <see cref="DeleteFile"/>, as soon as the worker has opened it.</summary>
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

    internal void DeleteFile() => File.Delete(Path);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static MemoryMappedFile Allocate(string path)
    {
        // Preallocated: on a full /dev/shm that fails here, with an exception; a store to a page that is not there would end the process.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete, PreallocationSize = Size };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return MemoryMappedFile.CreateFromFile(new FileStream(path, options), null, Size, MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None, leaveOpen: false);
    }
}
