using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A flag that stays set until it is reset, and who waits for it.</summary>
internal sealed class EventState(bool isSet) : SharedState
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly HashSet<Asked> _waiting = [];
    [GuardedBy(nameof(_gate))] private bool _isSet = isSet;
    [GuardedBy(nameof(_gate))] private bool _isClosed;

    internal override void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        if (op == SharingOp.Set)
            Set();
        else if (op == SharingOp.Reset)
            Reset();
        else if (op == SharingOp.IsSet)
            asked.Done([IsSet() ? (byte)1 : (byte)0]);
        else if (op == SharingOp.Wait)
            Wait(asked);
    }

    internal override void Cancel(Asked asked)
    {
        bool wasWaiting;
        lock (_gate)
            wasWaiting = _waiting.Remove(asked);
        if (wasWaiting)
            asked.Cancelled();
    }

    internal override void PeerGone(SharingPeer peer)
    {
        lock (_gate)
            _waiting.RemoveWhere(w => w.Peer == peer);
    }

    internal override void Close()
    {
        List<Asked> waiting;
        lock (_gate)
        {
            _isClosed = true;
            waiting = TakeWaitingLocked();
        }
        waiting.ForEach(static w => w.Fail(SharingFailure.Disposed));
    }

    private bool IsSet()
    {
        lock (_gate)
            return _isSet;
    }

    private void Set()
    {
        List<Asked> waiting;
        lock (_gate)
        {
            _isSet = true;
            waiting = TakeWaitingLocked();
        }
        waiting.ForEach(static w => w.Done());
    }

    private void Reset()
    {
        lock (_gate)
            _isSet = false;
    }

    private void Wait(Asked asked)
    {
        bool isSet, isClosed;
        lock (_gate)
        {
            (isSet, isClosed) = (_isSet, _isClosed);
            if (!isSet && !isClosed)
                _waiting.Add(asked);
        }
        if (isClosed)
            asked.Fail(SharingFailure.Disposed);
        else if (isSet)
            asked.Done();
    }

    private List<Asked> TakeWaitingLocked()
    {
        List<Asked> waiting = [.. _waiting];
        _waiting.Clear();
        return waiting;
    }
}
