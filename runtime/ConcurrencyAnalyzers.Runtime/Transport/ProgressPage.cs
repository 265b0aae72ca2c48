using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What must survive a worker, in memory that it shares with its parent: the last call that it has started, and the answers that it has not
/// sent yet. The parent's side.</summary>
/// <remarks>
/// <para>When a worker dies, several calls may be on their way to it. Which of them had started, and must fail, and which can go to another worker?
/// Saying so on the socket would cost a message for each call; here it costs a store.</para>
/// <para>The answers of calls that came together leave together. A worker that dies before they do leaves them here, so that its death costs the one
/// call that it ran and none that it had ended.</para>
/// <code>
///   0   long     the last call that has started
///   8   int      how many bytes of answers wait
///   16  frames   those answers, as they go through the socket
/// </code>
/// </remarks>
[ThreadSafe]
internal sealed unsafe class ProgressPage : IDisposable
{
    /// <summary>Bytes of the file, header included: a multiple of every system's page.</summary>
    internal const int FileSize = 64 << 10;

    internal const int WaitingOffset = sizeof(long);

    internal const int AnswersOffset = 2 * sizeof(long);

    /// <summary>How many bytes of answers can wait.</summary>
    internal const int Room = FileSize - SharedSegment.HeaderSize - AnswersOffset;

    private readonly SharedSegment _memory = SharedSegment.Create(FileSize - SharedSegment.HeaderSize);

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

    public void Dispose() => _memory.Dispose();
}
