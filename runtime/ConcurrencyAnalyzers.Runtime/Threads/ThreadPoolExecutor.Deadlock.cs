using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

// A pool that may be waiting for itself.
public sealed partial class ThreadPoolExecutor
{
    /// <remarks>
    /// A thread that waits for a pending call itself runs it. One that waits for something else that waits for the call does not know:
    /// <code>
    ///   worker 1 (of 1)                          queue
    ///   submits inner                            inner
    ///   Task.WhenAll(inner, …).Wait()            inner         nobody is left to run it
    /// </code>
    /// From outside, this looks as follows: every thread sleeps, none has taken anything for a while, and a call is pending that one of them has
    /// submitted, or that continues one. It may look so without being so (a thread that sleeps for a second): an extra thread is right in both
    /// cases, an exception only in one. So the exception comes when even many extra threads have not helped.
    /// </remarks>
    private const int MostExtras = 64;

    // Seen twice: a deadlock costs up to two of these, a busy pool a look at its threads in each.
    private static readonly TimeSpan s_watchPeriod = TimeSpan.FromMilliseconds(100);

    // Once an extra thread has helped, and while no worker has moved since: the next call is waited for by the same sleeper.
    private static readonly TimeSpan s_knownPeriod = TimeSpan.FromMilliseconds(2);

    /// <summary>Pending calls that calls of this executor have submitted; with the mark of the call if code in its flow has, on another
    /// thread.</summary>
    [GuardedBy(nameof(_gate))] private readonly Dictionary<Task, Inside?> _nested = [];

    /// <summary>Threads beside the workers, which run what sleeping calls may wait for.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<Worker> _extras = [];

    [GuardedBy(nameof(_gate))] private ITimer? _watch;
    [GuardedBy(nameof(_gate))] private bool _isWatching;
    [GuardedBy(nameof(_gate))] private long _takenBefore;

    /// <summary>Whether an extra thread has ended since the last one was started.</summary>
    [GuardedBy(nameof(_gate))] private bool _hasHelped;

    private void SetWatchLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var isKnown = _hasHelped && _taken == _takenBefore;
        if (!_options.DetectDeadlock || (_isWatching && !isKnown))
            return;
        _isWatching = true;
        _watch ??= _options.TimeProvider.CreateTimer(static self =>
            ((ThreadPoolExecutor)self!).Watch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch.Change(isKnown ? s_knownPeriod : s_watchPeriod, Timeout.InfiniteTimeSpan);
    }

    private void Watch()
    {
        Worker? extra = null;
        Task? refused = null;
        string names = "";
        lock (_gate)
        {
            _isWatching = false;
            if (_queue.Count == 0)
                return;
            var hasMoved = _taken != _takenBefore;
            _takenBefore = _taken;
            var task = hasMoved || !AreAsleepLocked() ? null : FirstNestedLocked();
            if (task is not null)
            {
                if (_extras.Count < MostExtras)
                {
                    extra = new Worker(this, ++_started) { First = task, Task = task, TaskSince = Environment.TickCount64, IsReady = true };
                    _extras.Add(extra);
                    _hasHelped = false;
                }
                else if (IsCertainLocked(task))
                {
                    refused = task;
                    names = string.Join(", ", _workers.Select(static w => (w.Task?.AsyncState as INamedWork)?.Name).OfType<string>().Distinct());
                }
            }
            SetWatchLocked();
        }
        if (extra is not null)
            StartExtra(extra);
        if (refused is not null)
            Refuse(refused, new ExecutorDeadlockException(
                $"All {MaxWorkers} threads of {Name} and {MostExtras} more wait while calls that they have submitted are pending ({names}). Await " +
                    $"inner calls instead of blocking on them, or submit them to another executor."));
    }

    /// <summary>The pending call or continuation that a waiting thread may be waiting for.</summary>
    private Task? FirstNestedLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _queue.FirstOrDefault(task => task.Status == TaskStatus.WaitingToRun && (IsCertainLocked(task)
            || (_nested.TryGetValue(task, out var inside) && inside!.IsOnThread)));
    }

    /// <summary>Whether a call has submitted it itself, or goes on with it. What is only submitted in the flow of a call may come from a server
    /// that a call keeps running, whose requests keep the threads busy: that is worth a thread, and no exception.</summary>
    private bool IsCertainLocked(Task task)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return task.AsyncState is Continuation || (_nested.TryGetValue(task, out var inside) && inside is null);
    }

    private bool AreAsleepLocked(Worker? except = null)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        return _workers.TrueForAll(IsAsleep) && _extras.TrueForAll(w => w == except || IsAsleep(w));
    }

    private static bool IsAsleep(Worker worker) => (worker.Thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    private void StartExtra(Worker extra)
    {
        try
        {
            extra.Thread.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // The system has no thread to give; perhaps at the next look.
            Leave(extra, hasHelped: false);
        }
    }

    /// <summary>What an extra thread runs next: while all others still sleep, what it has run was only one of the calls that they wait for.</summary>
    private Task? TakeNested(Worker extra)
    {
        lock (_gate)
        {
            if (!AreAsleepLocked(except: extra) || FirstNestedLocked() is not { } task)
                return null;
            extra.RenewMarkLocked();
            extra.TaskSince = Environment.TickCount64;
            return extra.Task = task;
        }
    }

    /// <summary>Called by an extra thread as its last act, or instead of it.</summary>
    private void Leave(Worker extra, bool hasHelped)
    {
        Ending ending;
        lock (_gate)
        {
            _extras.Remove(extra);
            _hasHelped = hasHelped;
            if (_queue.Count > 0)
                SetWatchLocked();
            ending = EndIfDoneLocked();
        }
        Apply(ending);
    }
}
