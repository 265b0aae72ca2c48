using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// From a thread that has started to a worker that takes calls: its initializer, and who waits for it.
public sealed partial class ThreadPoolExecutor
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);

    // Why the task that this thread is about to run must fail instead. Set around the one task.
    [ThreadStatic]
    private static Exception? t_refusal;

    /// <summary>Who waits for how many workers.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<(int Workers, TaskCompletionSource Ready)> _warmUps = [];

    /// <summary>Why the executor accepts no more calls, though nobody has shut it down.</summary>
    [GuardedBy(nameof(_gate))] private Exception? _broken;

    /// <summary>Workers in a row whose initializer failed.</summary>
    [GuardedBy(nameof(_gate))] private int _startFailures;

    /// <summary>Set while the executor waits before it tries to start a worker again.</summary>
    [GuardedBy(nameof(_gate))] private ITimer? _pause;

    /// <inheritdoc/>
    public Task WarmUpAsync(int workers = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Worker> starting;
        lock (_gate)
        {
            if (_state != State.Open || _broken is not null)
                throw RefusalLocked();
            var wanted = Math.Min(workers, MaxWorkers);
            if (_workers.Count(static w => w.IsReady) >= wanted)
                return Task.CompletedTask;
            _warmUps.Add((wanted, ready));
            starting = AddUsefulLocked();
        }
        starting.ForEach(Start);
        TellWarm();
        return ready.Task.WaitAsync(cancellationToken);
    }

    private Exception RefusalLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _broken is { } cause
            ? new BrokenExecutorException($"The executor {Name} cannot start workers and accepts no more calls: {cause.Message}", cause)
            : new ObjectDisposedException(Name, $"The executor {Name} was shut down and accepts no more calls.");
    }

    /// <summary>Thrown in the place of a call that nobody will run.</summary>
    private static void ThrowIfRefused()
    {
        if (t_refusal is { } refusal)
            throw refusal;
    }

    /// <summary>Workers for the calls that wait, and for those who wait for workers.</summary>
    private List<Worker> AddUsefulLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        List<Worker> starting = [];
        if (_pause is not null || _broken is not null)
            return starting;
        var wanted = _warmUps.Count == 0 ? 0 : _warmUps.Max(static w => w.Workers);
        while (_workers.Count < Math.Min(MaxWorkers, Math.Max(wanted, _workers.Count - _idle.Count + _queue.Count)))
            starting.Add(AddLocked());
        return starting;
    }

    /// <summary>Runs the initializer on the worker's thread; false if it has failed, and the thread must end.</summary>
    private bool TryInitialize(Worker worker)
    {
        if (_options.Initializer is not { } initializer)
            return true;
        try
        {
            initializer.Run();
        }
        catch (Exception e)
        {
            Fail(worker, e);
            return false;
        }

        lock (_gate)
        {
            _startFailures = 0;
            worker.IsReady = true;
        }
        TellWarm();
        return true;
    }

    private void TellWarm()
    {
        List<TaskCompletionSource> warm;
        lock (_gate)
        {
            if (_warmUps.Count == 0)
                return;
            var ready = _workers.Count(static w => w.IsReady);
            warm = _warmUps.FindAll(w => w.Workers <= ready).ConvertAll(static w => w.Ready);
            _warmUps.RemoveAll(w => w.Workers <= ready);
        }
        warm.ForEach(static w => w.TrySetResult());
    }

    private List<TaskCompletionSource> TakeWarmUpsLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var all = _warmUps.ConvertAll(static w => w.Ready);
        _warmUps.Clear();
        return all;
    }

    /// <summary>Counts a worker that did not get ready: another one is tried after a pause, or the executor gives up.</summary>
    private void Fail(Worker worker, Exception error)
    {
        Task[] refused = [];
        List<TaskCompletionSource> notWarm = [];
        Exception? broken = null;
        Ending ending;
        lock (_gate)
        {
            _workers.Remove(worker);
            if (++_startFailures >= _options.MaxStartFailures && _broken is null)
            {
                _broken = new ExecutorException($"The initializer of the workers failed: {error.Message}", error);
                broken = RefusalLocked();
                refused = [.. _queue];
                _queue.Clear();
                _nested.Clear();
                notWarm = TakeWarmUpsLocked();
            }
            else if (_broken is null)
            {
                _pause ??= _options.TimeProvider.CreateTimer(static self =>
                    ((ThreadPoolExecutor)self!).TryAgain(), this, s_firstPause * (1 << Math.Min(_startFailures - 1, 7)), Timeout.InfiniteTimeSpan);
            }
            ending = EndIfDoneLocked();
        }
        foreach (var task in refused)
            Refuse(task, broken!);
        notWarm.ForEach(w => w.TrySetException(broken!));
        Apply(ending);
    }

    /// <summary>Ends a call with an exception of ours. What follows an <c>await</c> in a call that has started is run all the same.</summary>
    private void Refuse(Task task, Exception refusal)
    {
        t_refusal = task.AsyncState is Continuation ? null : refusal;
        try
        {
            _scheduler.Run(task);
        }
        finally
        {
            t_refusal = null;
        }
    }

    private void TryAgain()
    {
        List<Worker> starting;
        lock (_gate)
        {
            _pause?.Dispose();
            _pause = null;
            starting = AddUsefulLocked();
        }
        starting.ForEach(Start);
    }
}
