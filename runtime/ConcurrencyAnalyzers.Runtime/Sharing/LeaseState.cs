using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A number of places, of which each holder has some: a semaphore, and with one place a lock.</summary>
/// <remarks>Fair: a request for many places is not overtaken by later ones for few.</remarks>
internal sealed class LeaseState(int places) : SharedState
{
    private static readonly byte[] s_ordinary = [0];
    private static readonly byte[] s_abandoned = [1];

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly LinkedList<(Asked Asked, int Places)> _waiting = new();
    [GuardedBy(nameof(_gate))] private readonly Dictionary<Asked, int> _held = [];
    [GuardedBy(nameof(_gate))] private int _free = places;

    /// <summary>Whether the last place was freed by the death of its holder: the next one is told.</summary>
    [GuardedBy(nameof(_gate))] private bool _isAbandoned;
    [GuardedBy(nameof(_gate))] private bool _isClosed;

    internal override void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        if (op == SharingOp.Acquire)
            Acquire(asked, BitConverter.ToInt32(body));
        else if (op == SharingOp.Release)
            Release(new Asked(asked.Peer, BitConverter.ToInt64(body)));
    }

    internal override void Cancel(Asked asked)
    {
        bool wasWaiting;
        List<(Asked, bool)> granted;
        lock (_gate)
        {
            wasWaiting = RemoveLocked(asked);

            // It may have been the one that was too large for what is free.
            granted = GrantLocked();
        }
        if (wasWaiting)
            asked.Cancelled();
        Tell(granted);
    }

    internal override void PeerGone(SharingPeer peer)
    {
        List<(Asked, bool)> granted;
        lock (_gate)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Asked.Peer == peer)
                    _waiting.Remove(node);
                node = next;
            }
            foreach (var (holder, count) in _held.Where(h => h.Key.Peer == peer).ToList())
            {
                _held.Remove(holder);
                _free += count;
                _isAbandoned = true;
            }
            granted = GrantLocked();
        }
        Tell(granted);
    }

    internal override void Close()
    {
        List<Asked> waiting;
        lock (_gate)
        {
            _isClosed = true;
            waiting = [.. _waiting.Select(static w => w.Asked)];
            _waiting.Clear();
        }
        waiting.ForEach(static w => w.Fail(SharingFailure.Disposed));
    }

    private void Acquire(Asked asked, int count)
    {
        List<(Asked, bool)> granted;
        bool isClosed;
        lock (_gate)
        {
            isClosed = _isClosed;
            if (!isClosed)
                _waiting.AddLast((asked, count));
            granted = GrantLocked();
        }
        if (isClosed)
            asked.Fail(SharingFailure.Disposed);
        Tell(granted);
    }

    private void Release(Asked holder)
    {
        List<(Asked, bool)> granted;
        lock (_gate)
        {
            if (_held.Remove(holder, out var count))
                _free += count;
            granted = GrantLocked();
        }
        Tell(granted);
    }

    private bool RemoveLocked(Asked asked)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Asked != asked)
                continue;
            _waiting.Remove(node);
            return true;
        }
        return false;
    }

    private List<(Asked Asked, bool IsAbandoned)> GrantLocked()
    {
        List<(Asked, bool)> granted = [];
        while (_waiting.First is { } first && first.Value.Places <= _free)
        {
            _waiting.RemoveFirst();
            _free -= first.Value.Places;
            _held.Add(first.Value.Asked, first.Value.Places);
            granted.Add((first.Value.Asked, _isAbandoned));
            _isAbandoned = false;
        }
        return granted;
    }

    private static void Tell(List<(Asked Asked, bool IsAbandoned)> granted)
    {
        foreach (var (asked, isAbandoned) in granted)
            asked.Done(isAbandoned ? s_abandoned : s_ordinary);
    }
}
