using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// Calls that must not run for ever: told to stop when their time is over, killed with their worker if they do not.
public sealed partial class ProcessPoolExecutor
{
    [GuardedBy(nameof(_gate))] private ITimer? _limiter;

    /// <summary>When the timer fires: the earliest <see cref="PendingCall.Due"/> of all calls that a worker has.</summary>
    [GuardedBy(nameof(_gate))] private long _limiterDue = long.MaxValue;

    /// <summary>Ends all workers at once, for emergencies. The calls that they run fail; calls that wait go to new workers.</summary>
    /// <returns>Ends when the processes have.</returns>
    public Task KillWorkersAsync()
    {
        List<Worker> workers;
        lock (_gate)
        {
            workers = [.. _workers];
            foreach (var worker in workers)
            {
                // One that only starts is told to leave, so that its end is no failure.
                worker.IsKilled = worker.State != WorkerState.Starting;
                if (!worker.IsKilled)
                    worker.State = WorkerState.Leaving;
            }
        }
        foreach (var worker in workers)
            worker.Kill();
        return Task.WhenAll(workers.Select(static w => w.Gone));
    }

    private void LimitLocked(PendingCall call, TimeSpan time)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (time == Timeout.InfiniteTimeSpan)
            return;
        call.Due = Options.TimeProvider.GetTimestamp() + (long)(time.TotalSeconds * Options.TimeProvider.TimestampFrequency);
        SetLimiterLocked(call.Due);
    }

    private void SetLimiterLocked(long due)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (due >= _limiterDue)
            return;
        _limiterDue = due;
        _limiter ??= Options.TimeProvider.CreateTimer(
            static self => ((ProcessPoolExecutor)self!).EnforceLimits(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // Timers count in milliseconds and cut: one more, so that the time is over when it fires.
        var left = Options.TimeProvider.GetElapsedTime(Options.TimeProvider.GetTimestamp(), due) + TimeSpan.FromMilliseconds(1);
        _limiter.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void EnforceLimits()
    {
        List<(Worker Worker, long Sequence)> told = [];
        List<Worker> killed = [];
        lock (_gate)
        {
            _limiterDue = long.MaxValue;
            var now = Options.TimeProvider.GetTimestamp();
            foreach (var worker in _workers)
            {
                foreach (var call in worker.InFlight)
                {
                    if (call.Due > now)
                        continue;
                    call.Due = long.MaxValue;
                    if (!call.IsToldToStop)
                        told.Add((worker, TellLocked(call)));
                    else if (call.IsOverdue || call.Sequence <= worker.LastStarted)
                        killed.Add(worker);
                }
            }
            foreach (var worker in killed)
                worker.IsKilled = true;
            SetLimiterLocked(_workers.SelectMany(static w => w.InFlight).Select(static c => c.Due).DefaultIfEmpty(long.MaxValue).Min());
        }
        foreach (var (worker, sequence) in told)
            worker.Tell(FrameKind.Cancel, sequence);
        foreach (var worker in killed)
            worker.Kill();
    }

    private long TellLocked(PendingCall call)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        call.IsToldToStop = call.IsOverdue = true;
        LimitLocked(call, Options.KillGrace);
        return call.Sequence;
    }

    /// <summary>A call that a worker has was cancelled: if it does not notice, it will be ended, and must then be alone.</summary>
    private void LimitCancelledLocked(PendingCall call, List<(Worker Worker, long Sequence)> withdrawn)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (Options.CancelGrace == Timeout.InfiniteTimeSpan || call.IsToldToStop || call.Worker is not { } worker)
            return;
        call.IsToldToStop = true;
        worker.IsReserved = true;
        withdrawn.AddRange(worker.InFlight.Where(c => c.Sequence > call.Sequence).Select(c => (worker, c.Sequence)));
        LimitLocked(call, Options.CancelGrace);
    }
}
