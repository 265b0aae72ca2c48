using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A place where a number of participants meet, again and again.</summary>
/// <remarks>A participant that dies while it waits breaks the barrier: the others would pass, or wait, for one who does not come back.</remarks>
internal sealed class BarrierState(int participants) : SharedState
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly List<Asked> _waiting = [];
    [GuardedBy(nameof(_gate))] private long _phase;
    [GuardedBy(nameof(_gate))] private SharingFailure? _end;

    internal override void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body)
    {
        if (op == SharingOp.Wait)
            Signal(asked);
        else if (op == SharingOp.Break)
            End(SharingFailure.Broken);
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
        bool wasWaiting;
        lock (_gate)
            wasWaiting = _waiting.RemoveAll(w => w.Peer == peer) > 0;
        if (wasWaiting)
            End(SharingFailure.Broken);
    }

    internal override void Close() => End(SharingFailure.Disposed);

    private void Signal(Asked asked)
    {
        List<Asked> met = [];
        SharingFailure? end;
        long phase;
        lock (_gate)
        {
            end = _end;
            phase = _phase;
            if (end is null)
                _waiting.Add(asked);
            if (_waiting.Count == participants)
            {
                met = [.. _waiting];
                _waiting.Clear();
                _phase++;
            }
        }
        if (end is { } failure)
            asked.Fail(failure);
        foreach (var participant in met)
            participant.Done(BitConverter.GetBytes(phase));
    }

    private void End(SharingFailure end)
    {
        List<Asked> waiting;
        lock (_gate)
        {
            _end ??= end;
            waiting = [.. _waiting];
            _waiting.Clear();
        }
        waiting.ForEach(w => w.Fail(end));
    }
}
