using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The room in a worker's page for the large values of one answer. The worker's side.</summary>
/// <remarks>
/// <code>
///   worker                                parent
///   answer 1 uses the room, is sent       reads it
///   answer 2: not counted as read yet,    counts it as read
///             so through the socket
///   answer 3 uses the room
/// </code>
/// The room is the parent's memory: an answer that was sent can be read whatever becomes of the worker.
/// </remarks>
[NotThreadSafe]
internal sealed unsafe class AnswerRoom(WorkerProgress progress) : IPayloadRoom
{
    // Of a cache line, so that values of any type are aligned.
    private const int Alignment = 64;

    // Memory is taken in pieces, since results of one function differ in length.
    private const int Piece = 1 << 20;

    // The worker's main thread's alone, which runs calls and answers them one by one.
    private byte* _start;
    private int _taken;
    private int _used;
    private int _sent;

    public bool TryAdd(FrameWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ProgressPage.PayloadRoom - _used || (_used == 0 && progress.Read != _sent) || !TryTake(_used + bytes.Length))
            return false;
        bytes.CopyTo(new Span<byte>(_start + _used, bytes.Length));
        writer.Write(_used);
        _used = (_used + bytes.Length + Alignment - 1) / Alignment * Alignment;
        return true;
    }

    /// <summary>Whether the answer that is about to be sent uses the room; it belongs to the parent then.</summary>
    internal bool Pass()
    {
        if (_used == 0)
            return false;
        _used = 0;
        _sent++;
        return true;
    }

    /// <summary>Forgets what was added: the answer is another one.</summary>
    internal void Clear() => _used = 0;

    private bool TryTake(int length)
    {
        if (length <= _taken)
            return true;
        if (_start is null && (_start = progress.MapPayloadRoom()) is null)
            return false;
        var wanted = Math.Min((length + Piece - 1) / Piece * Piece, ProgressPage.PayloadRoom);
        if (!progress.TryTakePayloadRoom(_taken, wanted - _taken))
            return false;
        _taken = wanted;
        return true;
    }
}
