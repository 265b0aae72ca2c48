using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The worker's side of a <see cref="ProgressPage"/>. Mapped for as long as the process lives.</summary>
internal sealed unsafe partial class WorkerProgress
{
    private const int PageSize = 4096;

    private readonly byte* _start;

    private WorkerProgress(byte* start) => _start = start + SharedSegment.HeaderSize;

    /// <summary>Says that a call starts. Only the worker's main thread does.</summary>
    internal void SetStarted(long sequence) => Volatile.Write(ref *(long*)_start, sequence);

    /// <exception cref="IOException">The file is not there, or cannot be mapped.</exception>
    internal static WorkerProgress Open(string path) => new(OperatingSystem.IsLinux() ? MapBySystemCalls(path) : MapByFramework(path));

    private static byte* MapBySystemCalls(string path)
    {
        const int ReadWriteCloseOnExec = 2 | 0x80000;
        const int ReadWrite = 3;
        const int Shared = 1;
        var fd = OpenFile(path, ReadWriteCloseOnExec, 0);
        var start = fd < 0 ? -1 : MapMemory(0, PageSize, ReadWrite, Shared, fd, 0);
        if (start == -1)
            throw new IOException($"The page {path} cannot be mapped: error {Marshal.GetLastSystemError()}.");
        _ = CloseFile(fd);
        return (byte*)start;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* MapByFramework(string path)
    {
        var view = MemoryMappedFile.CreateFromFile(
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null, 0,
            MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false).CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return start;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapMemory(nint address, nint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int fd);
}
