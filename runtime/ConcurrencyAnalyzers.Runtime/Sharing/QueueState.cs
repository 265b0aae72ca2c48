using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Items as bytes, in order, at most so many; who waits for room, and who for an item.</summary>
/// <remarks>At no time does somebody wait for room while there is some, or for an item while there is one.</remarks>
internal sealed class QueueState(int capacity) : SharedState
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly Queue<byte[]> _items = [];
    [GuardedBy(nameof(_gate))] private readonly LinkedList<(Asked Asked, byte[] Item)> _writers = new();
    [GuardedBy(nameof(_gate))] private readonly LinkedList<Asked> _readers = new();
    [GuardedBy(nameof(_gate))] private readonly List<Asked> _drainers = [];
    [GuardedBy(nameof(_gate))] private SharingFailure? _end;

    /// <summary>The exception with which the queue was completed, as bytes; empty if there is none.</summary>
    [GuardedBy(nameof(_gate))] private byte[] _reason = [];

    internal override void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        if (op == SharingOp.Enqueue)
            Enqueue(asked, body.ToArray());
        else if (op == SharingOp.Dequeue)
            Dequeue(asked);
        else if (op == SharingOp.Wait)
            WaitForEnd(asked);
        else if (op == SharingOp.Complete)
        {
            End(SharingFailure.Completed, body.ToArray());
            asked.Done();
        }
    }

    internal override void Cancel(Asked asked)
    {
        bool wasWaiting;
        lock (_gate)
        {
            wasWaiting = _readers.Remove(asked) || _drainers.Remove(asked);
            for (var node = _writers.First; node is not null && !wasWaiting; node = node.Next)
            {
                if (node.Value.Asked != asked)
                    continue;
                _writers.Remove(node);
                wasWaiting = true;
                break;
            }
        }
        if (wasWaiting)
            asked.Cancelled();
    }

    internal override void PeerGone(SharingPeer peer)
    {
        lock (_gate)
        {
            // What a writer had put before a full queue was not accepted, and is not.
            foreach (var writer in _writers.Where(w => w.Asked.Peer == peer).ToList())
                _writers.Remove(writer);
            foreach (var reader in _readers.Where(r => r.Peer == peer).ToList())
                _readers.Remove(reader);
            _drainers.RemoveAll(d => d.Peer == peer);
        }
    }

    internal override void Close() => End(SharingFailure.Disposed);

    /// <summary>No item is accepted any more. Those that are there can still be taken, unless the whole queue is gone.</summary>
    /// <param name="end">Why.</param>
    /// <param name="reason">The exception behind it; that of the first end counts.</param>
    internal void End(SharingFailure end, byte[]? reason = null)
    {
        List<Asked> refused;
        List<Asked> drained;
        byte[] told;
        lock (_gate)
        {
            if (_end is null)
                _reason = reason ?? [];
            if (_end is null || end == SharingFailure.Disposed)
                _end = end;
            told = _reason;
            if (end == SharingFailure.Disposed)
                _items.Clear();
            refused = [.. _writers.Select(static w => w.Asked), .. _readers];
            _writers.Clear();
            _readers.Clear();
            drained = TakeDrainersLocked();
        }
        refused.ForEach(r => r.Fail(end, told));
        drained.ForEach(static d => d.Done());
    }

    private void Enqueue(Asked asked, byte[] item)
    {
        Asked? reader = null;
        SharingFailure? end;
        byte[] reason;
        bool isAccepted;
        lock (_gate)
        {
            (end, reason) = (_end, _reason);
            isAccepted = end is null && (_readers.Count > 0 || _items.Count < capacity);
            if (isAccepted && _readers.First is { } first)
            {
                reader = first.Value;
                _readers.RemoveFirst();
            }
            else if (isAccepted)
            {
                _items.Enqueue(item);
            }
            else if (end is null)
            {
                _writers.AddLast((asked, item));
            }
        }
        reader?.Done(item);
        if (end is { } failure)
            asked.Fail(failure, reason);
        else if (isAccepted)
            asked.Done();
    }

    private void Dequeue(Asked asked)
    {
        Asked? writer = null;
        SharingFailure? end;
        byte[] reason;
        byte[]? item;
        List<Asked> drained = [];
        lock (_gate)
        {
            (end, reason) = (_end, _reason);
            if (_items.TryDequeue(out item))
            {
                if (_writers.First is { } first)
                {
                    writer = first.Value.Asked;
                    _items.Enqueue(first.Value.Item);
                    _writers.RemoveFirst();
                }
                drained = TakeDrainersLocked();
            }
            else if (end is null)
            {
                _readers.AddLast(asked);
            }
        }
        if (item is not null)
            asked.Done(item);
        else if (end is { } failure)
            asked.Fail(failure, reason);
        writer?.Done();
        drained.ForEach(static d => d.Done());
    }

    private void WaitForEnd(Asked asked)
    {
        bool hasEnded;
        lock (_gate)
        {
            hasEnded = _end is not null && _items.Count == 0;
            if (!hasEnded)
                _drainers.Add(asked);
        }
        if (hasEnded)
            asked.Done();
    }

    private List<Asked> TakeDrainersLocked()
    {
        if (_end is null || _items.Count > 0)
            return [];
        List<Asked> drained = [.. _drainers];
        _drainers.Clear();
        return drained;
    }
}
