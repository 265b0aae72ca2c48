using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What must survive a worker, in memory that it shares with its parent: the last call that it has started, the answers that it has not
/// sent yet, and the large values of its answers. The parent's side.</summary>
/// <remarks>
/// <para>When a worker dies, several calls may be on their way to it. Which of them had started, and must fail, and which can go to another worker?
/// Saying so on the socket would cost a message for each call; here it costs a store.</para>
/// <para>The answers of calls that came together leave together. A worker that dies before they do leaves them here, so that its death costs the one
/// call that it ran and none that it had ended.</para>
/// <para>Large values are for one answer at a time. Until the parent has counted it as read, further ones go through the socket.</para>
/// <code>
///   0        long     the last call that has started
///   8        int      how many bytes of answers wait
///   12       int      how many answers with large values the parent has read
///   16       frames   the answers that wait, as they go through the socket
///   64 KiB   bytes    large values of one answer; memory only once there was one
/// </code>
/// </remarks>
[ThreadSafe]
internal sealed unsafe class ProgressPage : IPayloadStore, IDisposable
{
    /// <summary>Bytes of the file, header included: a multiple of every system's page.</summary>
    internal const int FileSize = 64 << 10;

    internal const int WaitingOffset = sizeof(long);

    internal const int ReadOffset = WaitingOffset + sizeof(int);

    internal const int AnswersOffset = 2 * sizeof(long);

    /// <summary>How many bytes of answers can wait.</summary>
    internal const int Room = FileSize - SharedSegment.HeaderSize - AnswersOffset;

    /// <summary>How many bytes the large values of one answer can have.</summary>
    internal const int PayloadRoom = 16 << 20;

    private readonly SharedSegment _memory = OperatingSystem.IsLinux()
        ? SharedSegment.Create(FileSize - SharedSegment.HeaderSize + PayloadRoom, taken: FileSize - SharedSegment.HeaderSize)
        : SharedSegment.Create(FileSize - SharedSegment.HeaderSize);

    // The worker's reading thread's alone.
    private int _read;

    /// <summary>Where the worker finds it.</summary>
    internal string Path => _memory.Path;

    internal long Started => Volatile.Read(ref *(long*)_memory.Data);

    /// <summary>A copy of the answers that the worker had not sent, or not to the end, when it ended; call it after that. Those that the socket had
    /// carried may be among them.</summary>
    internal byte[] Unsent()
    {
        var length = Volatile.Read(ref *(int*)(_memory.Data + WaitingOffset));

        // A process that tramples on its memory may have written here too.
        return length is > 0 and <= Room ? new ReadOnlySpan<byte>(_memory.Data + AnswersOffset, length).ToArray() : [];
    }

    public ReadOnlySpan<byte> Find(FrameReader reader, int count)
    {
        var offset = reader.Read<int>();
        if (count < 0 || offset < 0 || offset > PayloadRoom - count || !OperatingSystem.IsLinux())
            throw new InvalidDataException($"A result of {count} bytes is said to be at {offset}.");
        return new ReadOnlySpan<byte>(_memory.Data + (FileSize - SharedSegment.HeaderSize) + offset, count);
    }

    /// <summary>Lets the worker use the room for large values again: the answer that has used it was read, or nobody wants it.</summary>
    internal void CountRead() => Volatile.Write(ref *(int*)(_memory.Data + ReadOffset), ++_read);

    public void Dispose() => _memory.Dispose();
}
