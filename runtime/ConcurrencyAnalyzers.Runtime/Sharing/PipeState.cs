using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Two queues between two ends, each of which one process has. A process that ends closes its ends.</summary>
internal sealed class PipeState(int capacity) : SharedState
{
    // By the end that sends.
    private readonly QueueState[] _queues = [new(capacity), new(capacity)];

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly SharingPeer?[] _owners = new SharingPeer?[2];

    /// <param name="op">What is asked.</param>
    /// <param name="asked">Who asks.</param>
    /// <param name="body">The end, one byte, and what is sent.</param>
    internal override void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        var end = body[0] & 1;
        if (op == SharingOp.Attach)
            Attach(asked, end);
        else if (op == SharingOp.Close)
            CloseEnd(end);
        else if (op == SharingOp.Enqueue)
            _queues[end].Handle(op, asked, body[1..]);
        else if (op == SharingOp.Dequeue)
            _queues[1 - end].Handle(op, asked, body[1..]);
    }

    internal override void Cancel(Asked asked)
    {
        foreach (var queue in _queues)
            queue.Cancel(asked);
    }

    internal override void PeerGone(SharingPeer peer)
    {
        foreach (var queue in _queues)
            queue.PeerGone(peer);
        List<int> closed;
        lock (_gate)
            closed = [.. Enumerable.Range(0, 2).Where(end => _owners[end] == peer)];
        closed.ForEach(CloseEnd);
    }

    internal override void Close()
    {
        foreach (var queue in _queues)
            queue.Close();
    }

    private void Attach(Asked asked, int end)
    {
        bool isFree;
        lock (_gate)
        {
            isFree = _owners[end] is null || _owners[end] == asked.Peer;
            _owners[end] ??= asked.Peer;
        }
        if (isFree)
            asked.Done();
        else
            asked.Fail(SharingFailure.Taken);
    }

    /// <summary>What it has sent can still be received; what is sent to it is refused.</summary>
    private void CloseEnd(int end)
    {
        _queues[end].End(SharingFailure.Completed);
        _queues[1 - end].End(SharingFailure.Completed);
    }
}
