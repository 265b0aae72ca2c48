using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The worker's side of a <see cref="ProgressPage"/>. Mapped for as long as the process lives.</summary>
internal sealed unsafe partial class WorkerProgress
{
    private readonly byte* _start;

    // The file, for the room behind its first pages; -1 where there is none.
    private readonly int _file;

    private WorkerProgress(byte* start, int file)
    {
        _start = start + SharedSegment.HeaderSize;
        _file = file;
    }

    /// <summary>How many answers with large values the parent has read.</summary>
    internal int Read => Volatile.Read(ref *(int*)(_start + ProgressPage.ReadOffset));

    /// <summary>Says that a call starts. Only the worker's main thread does.</summary>
    internal void SetStarted(long sequence) => Volatile.Write(ref *(long*)_start, sequence);

    /// <summary>The answers that were added and not sent. Adding and sending is for one thread at a time.</summary>
    internal ReadOnlySpan<byte> Waiting => new(_start + ProgressPage.AnswersOffset, WaitingLength);

    private int WaitingLength
    {
        get => *(int*)(_start + ProgressPage.WaitingOffset);

        // After the bytes that it counts: a worker that dies in between has not answered.
        set => Volatile.Write(ref *(int*)(_start + ProgressPage.WaitingOffset), value);
    }

    /// <summary>Adds one answer to those that wait; false if there is no room for it.</summary>
    internal bool TryAdd(FrameHeader header, ReadOnlySpan<byte> body)
    {
        var at = WaitingLength;
        if (body.Length > ProgressPage.Room - FrameHeader.Size - at)
            return false;
        var free = new Span<byte>(_start + ProgressPage.AnswersOffset + at, FrameHeader.Size + body.Length);
        header.Write(free);
        body.CopyTo(free[FrameHeader.Size..]);
        WaitingLength = at + free.Length;
        return true;
    }

    /// <summary>Says that what waited was sent.</summary>
    internal void Clear() => WaitingLength = 0;

    /// <exception cref="IOException">The file is not there, or cannot be mapped.</exception>
    internal static WorkerProgress Open(string path) => OperatingSystem.IsLinux() ? MapBySystemCalls(path) : new WorkerProgress(MapByFramework(path), -1);

    /// <summary>Where the large values of answers go; null if there is no such place.</summary>
    internal byte* MapPayloadRoom()
    {
        var start = _file < 0 ? -1 : MapMemory(0, ProgressPage.PayloadRoom, ReadWrite, Shared, _file, ProgressPage.FileSize);
        return start == -1 ? null : (byte*)start;
    }

    /// <summary>Takes memory for a part of that place; false if the system has none. To write without asking would end the process.</summary>
    internal bool TryTakePayloadRoom(int offset, int length) => Allocate(_file, ProgressPage.FileSize + offset, length) == 0;

    private const int ReadWrite = 3;
    private const int Shared = 1;

    private static WorkerProgress MapBySystemCalls(string path)
    {
        const int ReadWriteCloseOnExec = 2 | 0x80000;
        var fd = OpenFile(path, ReadWriteCloseOnExec, 0);
        var start = fd < 0 ? -1 : MapMemory(0, ProgressPage.FileSize, ReadWrite, Shared, fd, 0);
        if (start == -1)
            throw new IOException($"The page {path} cannot be mapped: error {Marshal.GetLastSystemError()}.");
        return new WorkerProgress((byte*)start, fd);
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

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(int fd, nint offset, nint length);
}
