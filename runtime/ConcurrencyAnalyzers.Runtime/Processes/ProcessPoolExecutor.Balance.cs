using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// Calls that were sent ahead to a worker which turned out to be busy for longer are asked back when another worker has nothing to do.
public sealed partial class ProcessPoolExecutor
{
    // Long against a quick call, so that quick calls are left alone; short against one that is worth asking back.
    private static readonly TimeSpan s_standstill = TimeSpan.FromMilliseconds(2);

    [GuardedBy(nameof(_gate))] private ITimer? _balancer;
    [GuardedBy(nameof(_gate))] private bool _isBalancerSet;

    private bool IsUnbalancedLocked
    {
        get
        {
            Debug.Assert(_gate.IsHeldByCurrentThread);
            return _pending == 0 && _workers.Exists(static w => w.State == WorkerState.Idle) && _workers.Exists(static w => w.InFlight.Count > 1);
        }
    }

    private void SetBalancerLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_isBalancerSet || !IsUnbalancedLocked)
            return;
        _isBalancerSet = true;
        _balancer ??= Options.TimeProvider.CreateTimer(
            static self => ((ProcessPoolExecutor)self!).Balance(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _balancer.Change(s_standstill, Timeout.InfiniteTimeSpan);
    }

    private void Balance()
    {
        var askedBack = new List<(Worker Worker, long Sequence)>();
        lock (_gate)
        {
            _isBalancerSet = false;
            if (IsUnbalancedLocked)
            {
                var now = Stopwatch.GetTimestamp();
                foreach (var worker in _workers.Where(w => w.InFlight.Count > 1 && Stopwatch.GetElapsedTime(w.LastProgress, now) >= s_standstill / 2))
                    askedBack.AddRange(worker.InFlight.Skip(1).Select(call => (worker, call.Sequence)));
            }
            SetBalancerLocked();
        }
        foreach (var (worker, sequence) in askedBack)
            worker.Tell(FrameKind.Withdraw, sequence);
    }
}
