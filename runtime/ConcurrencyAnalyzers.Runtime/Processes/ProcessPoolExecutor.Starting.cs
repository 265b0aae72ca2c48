using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// From a process that has connected to a worker that takes calls, and who waits for that.
public sealed partial class ProcessPoolExecutor
{
    /// <summary>Who waits for how many workers.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<(int Workers, TaskCompletionSource Ready)> _warmUps = [];

    /// <summary>How many workers there should be, whether calls wait or not.</summary>
    private int WantedLocked
    {
        get
        {
            Debug.Assert(_gate.IsHeldByCurrentThread);
            return _warmUps.Count == 0 ? 0 : _warmUps.Max(static w => w.Workers);
        }
    }

    /// <inheritdoc/>
    public Task WarmUpAsync(int workers = int.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Worker> starting = [];
        lock (_gate)
        {
            if (_state != PoolState.Open || _broken is not null)
                throw RefusalLocked();
            var wanted = Math.Min(workers, MaxWorkers);
            if (ReadyLocked() >= wanted)
                return Task.CompletedTask;
            _warmUps.Add((wanted, ready));
            while (StartIfUsefulLocked() is { } worker)
                starting.Add(worker);
        }
        starting.ForEach(static w => w.Start());
        return ready.Task.WaitAsync(cancellationToken);
    }

    private int ReadyLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _workers.Count(static w => !w.IsRetiring && w.State is (WorkerState.Idle or WorkerState.Busy));
    }

    /// <summary>The worker takes calls from now on. Returns who has waited for that.</summary>
    private List<TaskCompletionSource> SettleLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        _startFailures = 0;
        SetIdleLocked(worker);
        if (_warmUps.Count == 0)
            return [];
        var ready = ReadyLocked();
        var warm = _warmUps.FindAll(w => w.Workers <= ready).ConvertAll(static w => w.Ready);
        _warmUps.RemoveAll(w => w.Workers <= ready);
        return warm;
    }

    private List<TaskCompletionSource> TakeWarmUpsLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var all = _warmUps.ConvertAll(static w => w.Ready);
        _warmUps.Clear();
        return all;
    }

    /// <summary>Puts the first call before the worker, which stays one that starts until it has answered.</summary>
    private void InitializeLocked(Worker worker, PendingCall initializer)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        AssignLocked(worker, initializer);
        worker.State = WorkerState.Starting;
        worker.Out.WriteBytes(initializer.Frame);
        worker.IsWriting = true;
        LimitLocked(initializer, Options.StartTimeout);
    }

    private void SendInitializer(Worker worker)
    {
        if (!TrySend(worker, worker.Out.Written))
            return;
        lock (_gate)
            worker.IsWriting = false;
    }
}
