using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// The processes: when they start, rest, leave and die.
public sealed partial class ProcessPoolExecutor
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);

    [GuardedBy(nameof(_gate))] private ITimer? _trimmer;
    [GuardedBy(nameof(_gate))] private bool _isTrimmerSet;

    /// <summary>Set while the executor waits before it tries to start a worker again.</summary>
    [GuardedBy(nameof(_gate))] private ITimer? _pause;

    private bool IsDoneLocked
    {
        get
        {
            Debug.Assert(_gate.IsHeldByCurrentThread);
            return _state != PoolState.Open && _pending == 0 && _workers.TrueForAll(static w => w.InFlight.Count == 0);
        }
    }

    /// <summary>Workers that are, or will be, there for further calls.</summary>
    private int ActiveLocked
    {
        get
        {
            Debug.Assert(_gate.IsHeldByCurrentThread);
            return _workers.Count(static w => !w.IsRetiring);
        }
    }

    /// <summary>A new worker, to be started outside the lock, if calls wait for more workers than are about to come.</summary>
    private Worker? StartIfUsefulLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_broken is not null || _pause is not null)
            return null;

        // The cheap question first: this is asked at every call.
        var isUseful = _pending > 0 || IsOverloadedLocked();
        if (!isUseful && _warmUps.Count == 0)
            return null;
        var active = ActiveLocked;
        if (active >= MaxWorkers)
            return null;
        if (active < WantedLocked)
            return AddLocked();
        if (!isUseful)
            return null;
        var starting = _workers.Count(static w => w.State == WorkerState.Starting);
        return starting < Math.Max(_pending, 1) ? AddLocked() : null;
    }

    /// <summary>Whether a call waits inside a worker, though another worker would run it at once.</summary>
    private bool IsOverloadedLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _workers.Exists(static w => w.InFlight.Count > 1) && !_workers.Exists(static w => w.State is WorkerState.Idle or WorkerState.Starting);
    }

    private Worker AddLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_started == 0)
            LiveExecutors.Add(this);
        var worker = new Worker(this, ++_started);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Called by the worker's thread when its process has connected.</summary>
    internal void Ready(Worker worker)
    {
        var initializer = Options.Initializer is { } i ? Prepare(i.Create(), CancellationToken.None, isInitializer: true) : null;
        List<Worker>? writeTo = null;
        List<TaskCompletionSource>? warm = null;
        bool mustLeave;
        Ending ending;
        lock (_gate)
        {
            mustLeave = worker.State == WorkerState.Leaving;
            if (!mustLeave && initializer is not null)
            {
                InitializeLocked(worker, initializer);
            }
            else if (!mustLeave)
            {
                warm = SettleLocked(worker);
                writeTo = DispatchLocked();
            }
            ending = EndIfDoneLocked();
        }

        // It was told to while it had no stream that could end.
        if (mustLeave)
            worker.Leave();
        else if (initializer is not null)
            SendInitializer(worker);
        warm?.ForEach(static w => w.TrySetResult());
        Write(writeTo);
        Apply(ending);
    }

    /// <summary>Called by the worker's thread when its process has ended.</summary>
    /// <param name="worker">It takes no more calls.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="failure">Why it did not get ready, or why it could not be understood.</param>
    /// <param name="unsent">The answers that it had not sent; gets the calls that belong to them, whose tasks the caller will end.</param>
    internal void Gone(Worker worker, WorkerExit exit, Exception? failure, List<Answer> unsent)
    {
        var lost = new LostCalls();
        List<PendingCall> refused = [];
        List<TaskCompletionSource> notWarm = [];
        Exception? broken = null;
        bool hasCrashed;
        List<Worker> replacements = [];
        List<Worker>? writeTo;
        Ending ending;
        lock (_gate)
        {
            _workers.Remove(worker);
            var wasAsked = worker.State == WorkerState.Leaving;
            var wasReady = worker.State is WorkerState.Idle or WorkerState.Busy;
            worker.State = WorkerState.Leaving;
            hasCrashed = !wasAsked && !worker.IsKilled;

            // Who dies right after its initializer has not come to work: that answer does not count.
            var isInitializing = worker.InFlight.Exists(static call => call.IsInitializer);
            for (var i = 0; !isInitializing && i < unsent.Count; i++)
                unsent[i] = TakeLocked(worker, unsent[i]);
            SortLocked(worker, lost);
            CountEndLocked(worker, wasAsked, wasReady, lost);
            if (!wasAsked && !wasReady)
                broken = CountFailureLocked(lost.Initializer, failure, exit);
            if (broken is not null)
            {
                refused = TakeAllPendingLocked();
                notWarm = TakeWarmUpsLocked();
            }
            else if (_pause is null && ActiveLocked < MaxWorkers
                && (_pending > 0 || ActiveLocked < WantedLocked || (wasReady && !wasAsked && _state == PoolState.Open)))
            {
                replacements.Add(AddLocked());
            }
            writeTo = DispatchLocked();
            ending = EndIfDoneLocked();
        }

        replacements.ForEach(static w => w.Start());
        if (hasCrashed)
            Telemetry.WorkerCrashed(Name, exit);
        Write(writeTo);
        lost.End(exit, Options.KillGrace);
        foreach (var call in refused)
            call.Fail(new BrokenExecutorException($"The executor {Name} cannot start workers: {broken!.Message}", broken));
        notWarm.ForEach(w => w.TrySetException(new BrokenExecutorException($"The executor {Name} cannot start workers: {broken!.Message}", broken)));
        Apply(ending);
    }

    private void CountEndLocked(Worker worker, bool wasAsked, bool wasReady, LostCalls lost)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (wasAsked)
            return;
        if (worker.IsKilled)
        {
            _killed++;
            return;
        }
        _crashed++;

        // The first deaths are replaced at once, also if all workers die together. When nothing but deaths follow, they wait.
        if (wasReady && lost.HasVictims && ++_crashesInARow > 2 * MaxWorkers)
            PauseLocked(_crashesInARow - (2 * MaxWorkers));
    }

    /// <summary>Decides what becomes of the calls of a dead worker: those that it had started die with it, unless they may be tried again, the
    /// others go back to the queue.</summary>
    private void SortLocked(Worker worker, LostCalls lost)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var started = worker.LastStarted;
        foreach (var call in worker.InFlight)
        {
            var wasStarted = call.Sequence <= started;
            if (call.IsInitializer)
                lost.Initializer = call;
            else if (_isKilling || (call.IsCancelRequested && (!wasStarted || worker.IsKilled)))
                lost.Cancelled.Add(EndLocked(call));
            else if (call.IsOverdue && worker.IsKilled)
                lost.Overdue.Add(EndLocked(call));
            else if (!wasStarted || MayBeTriedAgainLocked(call))
                ReturnLocked(call);
            else
                lost.Victims.Add((EndLocked(call), call.Crashes));
        }
        worker.InFlight.Clear();
    }

    private bool MayBeTriedAgainLocked(PendingCall call)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        call.Crashes++;
        return call.Crashes <= call.Options.Retries && call.Crashes < Options.PoisonLimit && !call.IsCancelRequested;
    }

    /// <summary>Counts a worker that did not get ready. Returns why the executor gives up, or null if it tries again after a pause.</summary>
    private Exception? CountFailureLocked(PendingCall? initializer, Exception? failure, WorkerExit exit)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _startFailures++;
        var words = exit.ErrorTail.Length == 0 ? "" : $" It wrote: {exit.ErrorTail}";
        var code = $"Exit code: {exit.ExitCode?.ToString() ?? "none"}.";
        var cause = failure switch
        {
            ExecutorException => failure,
            InitializerFailure => new ExecutorException($"The initializer of the workers failed: {failure.Message}", failure.InnerException),
            _ when initializer is { IsOverdue: true } => new ExecutorException(
                $"The initializer of the workers has not ended within {nameof(ProcessExecutorOptions.StartTimeout)}, {Options.StartTimeout}."),
            _ when initializer is not null => new ExecutorException($"The worker ended in its initializer. {code}{words}", failure),
            _ => new ExecutorException($"{failure?.Message ?? "The worker ended."} {code}{words}", failure),
        };

        // What this program cannot do at all it will not do later either.
        if (failure is ExecutorException || _startFailures >= Options.MaxStartFailures)
            return _broken = cause;
        PauseLocked(_startFailures);
        return null;
    }

    /// <summary>Starts no worker for a while: 50 ms the first time, then twice as long each time, up to 6.4 s.</summary>
    private void PauseLocked(int time)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _pause ??= Options.TimeProvider.CreateTimer(
            static self => ((ProcessPoolExecutor)self!).TryAgain(), this, s_firstPause * (1 << Math.Min(time - 1, 7)), Timeout.InfiniteTimeSpan);
    }

    private void TryAgain()
    {
        List<Worker> starting = [];
        lock (_gate)
        {
            _pause?.Dispose();
            _pause = null;
            while (StartIfUsefulLocked() is { } worker)
                starting.Add(worker);
        }
        starting.ForEach(static w => w.Start());
    }

    private void SetIdleLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        worker.State = WorkerState.Idle;
        worker.IdleSince = Options.TimeProvider.GetTimestamp();
        SetTrimmerLocked(Options.IdleTimeout);
        SetBalancerLocked();
    }

    private void SetTrimmerLocked(TimeSpan dueTime)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_isTrimmerSet || dueTime == Timeout.InfiniteTimeSpan)
            return;
        _isTrimmerSet = true;
        _trimmer ??= Options.TimeProvider.CreateTimer(
            static self => ((ProcessPoolExecutor)self!).Trim(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _trimmer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets workers go that have been idle for too long.</summary>
    private void Trim()
    {
        List<Worker> leaving = [];
        lock (_gate)
        {
            _isTrimmerSet = false;
            var next = Timeout.InfiniteTimeSpan;
            var surplus = ActiveLocked - Options.MinWorkers;
            foreach (var worker in _workers.Where(static w => w.State == WorkerState.Idle))
            {
                if (leaving.Count >= surplus)
                    break;
                var left = Options.IdleTimeout - Options.TimeProvider.GetElapsedTime(worker.IdleSince);
                if (left <= TimeSpan.Zero)
                {
                    worker.State = WorkerState.Leaving;
                    leaving.Add(worker);
                }
                else if (next == Timeout.InfiniteTimeSpan || left < next)
                {
                    next = left;
                }
            }
            SetTrimmerLocked(next);
        }
        if (leaving.Count > 0)
            _slabs.Trim();
        foreach (var worker in leaving)
            worker.Leave();
    }

    /// <summary>What there is to do outside the lock when the executor has nothing left to run: every worker must go, and the last one
    /// closes.</summary>
    private Ending EndIfDoneLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (!IsDoneLocked)
            return default;
        var leaving = _workers.FindAll(static w => w.State != WorkerState.Leaving);
        foreach (var worker in leaving)
            worker.State = WorkerState.Leaving;
        if (_workers.Count == 0)
            _state = PoolState.Closed;
        return new Ending(IsDone: true, IsClosed: _state == PoolState.Closed, leaving);
    }

    private void Apply(Ending ending)
    {
        if (!ending.IsDone)
            return;
        foreach (var worker in ending.Leaving)
            worker.Leave();
        if (!ending.IsClosed || !_closed.TrySetResult())
            return;
        LiveExecutors.Remove(this);
        Telemetry.Remove(this);
        _slabs.Close();
        List<TaskCompletionSource> notWarm;
        lock (_gate)
        {
            _trimmer?.Dispose();
            _balancer?.Dispose();
            _pause?.Dispose();
            _limiter?.Dispose();
            notWarm = TakeWarmUpsLocked();
        }
        notWarm.ForEach(w => w.TrySetException(new ObjectDisposedException(Name, $"The executor {Name} was shut down before it was warm.")));
    }

    /// <summary>The workers, for the end of the program.</summary>
    internal List<Worker> TakeWorkersForExit()
    {
        lock (_gate)
        {
            _state = PoolState.Draining;
            _isKilling = true;
            return [.. _workers];
        }
    }

    private readonly record struct Ending(bool IsDone, bool IsClosed, List<Worker> Leaving);
}
