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

    /// <summary>A new worker, to be started outside the lock, if calls wait for more workers than are about to come.</summary>
    private Worker? StartIfUsefulLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_workers.Count >= MaxWorkers || _broken is not null || _pause is not null || (_pending == 0 && !IsOverloadedLocked()))
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
        List<Worker>? writeTo;
        bool mustLeave;
        Ending ending;
        lock (_gate)
        {
            _startFailures = 0;
            mustLeave = worker.State == WorkerState.Leaving;
            if (!mustLeave)
                SetIdleLocked(worker);
            writeTo = DispatchLocked();
            ending = EndIfDoneLocked();
        }

        // It was told to while it had no stream that could end.
        if (mustLeave)
            worker.Leave();
        Write(writeTo);
        Apply(ending);
    }

    /// <summary>Called by the worker's thread when its process has ended.</summary>
    /// <param name="worker">It takes no more calls.</param>
    /// <param name="exit">How it ended.</param>
    /// <param name="failure">Why it did not get ready, or why it could not be understood.</param>
    internal void Gone(Worker worker, WorkerExit exit, Exception? failure)
    {
        var victims = new List<PendingCall>();
        var cancelled = new List<PendingCall>();
        List<PendingCall> refused = [];
        Exception? broken = null;
        Worker? replacement = null;
        List<Worker>? writeTo;
        Ending ending;
        lock (_gate)
        {
            _workers.Remove(worker);
            var wasAsked = worker.State == WorkerState.Leaving;
            var wasReady = worker.State is WorkerState.Idle or WorkerState.Busy;
            worker.State = WorkerState.Leaving;
            SortLocked(worker, victims, cancelled);
            if (!wasAsked)
                _crashed++;
            if (!wasAsked && !wasReady)
                broken = CountFailureLocked(failure, exit);
            if (broken is not null)
                refused = TakeAllPendingLocked();
            else if (_pause is null && _workers.Count < MaxWorkers && (_pending > 0 || (wasReady && !wasAsked && _state == PoolState.Open)))
                replacement = AddLocked();
            writeTo = DispatchLocked();
            ending = EndIfDoneLocked();
        }

        replacement?.Start();
        Write(writeTo);
        foreach (var call in victims)
            call.Fail(new WorkerCrashedException(FunctionRules.NameOf(call.Function.Method), exit));
        foreach (var call in cancelled)
            call.Cancel();
        foreach (var call in refused)
            call.Fail(new BrokenExecutorException($"The executor {Name} cannot start workers: {broken!.Message}", broken));
        Apply(ending);
    }

    /// <summary>Decides what becomes of the calls of a dead worker: those that it had started die with it, the others go back to the queue.</summary>
    private void SortLocked(Worker worker, List<PendingCall> victims, List<PendingCall> cancelled)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var started = worker.Started;
        foreach (var call in worker.InFlight)
        {
            var wasStarted = call.Sequence <= started;
            if (_isKilling || (call.IsCancelRequested && !wasStarted))
                cancelled.Add(EndLocked(call));
            else if (wasStarted)
                victims.Add(EndLocked(call));
            else
                ReturnLocked(call);
        }
        worker.InFlight.Clear();
    }

    /// <summary>Counts a worker that did not get ready. Returns why the executor gives up, or null if it tries again after a pause.</summary>
    private Exception? CountFailureLocked(Exception? failure, WorkerExit exit)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _startFailures++;
        var words = exit.ErrorTail.Length == 0 ? "" : $" It wrote: {exit.ErrorTail}";
        var cause = failure is ExecutorException
            ? failure
            : new ExecutorException($"{failure?.Message ?? "The worker ended."} Exit code: {exit.ExitCode?.ToString() ?? "none"}.{words}", failure);

        // What this program cannot do at all it will not do later either.
        if (failure is ExecutorException || _startFailures >= Options.MaxStartFailures)
            return _broken = cause;
        _pause ??= Options.TimeProvider.CreateTimer(
            static self =>
                ((ProcessPoolExecutor)self!).TryAgain(), this, s_firstPause * (1 << Math.Min(_startFailures - 1, 10)), Timeout.InfiniteTimeSpan);
        return null;
    }

    private void TryAgain()
    {
        Worker? worker;
        lock (_gate)
        {
            _pause?.Dispose();
            _pause = null;
            worker = StartIfUsefulLocked();
        }
        worker?.Start();
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
            foreach (var worker in _workers.Where(static w => w.State == WorkerState.Idle))
            {
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
        lock (_gate)
        {
            _trimmer?.Dispose();
            _balancer?.Dispose();
            _pause?.Dispose();
        }
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
