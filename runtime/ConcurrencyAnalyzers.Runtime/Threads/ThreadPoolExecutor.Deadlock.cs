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

    /// <summary>Pending calls that calls of this executor have submitted.</summary>
    [GuardedBy(nameof(_gate))] private readonly HashSet<Task> _nested = [];

    /// <summary>Threads that run one task each, besides the workers.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<Worker> _extras = [];

    [GuardedBy(nameof(_gate))] private ITimer? _watch;
    [GuardedBy(nameof(_gate))] private bool _isWatching;
    [GuardedBy(nameof(_gate))] private long _takenBefore;

    private void SetWatchLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_isWatching || !_options.DetectDeadlock)
            return;
        _isWatching = true;
        _watch ??= _options.TimeProvider.CreateTimer(static self =>
            ((ThreadPoolExecutor)self!).Watch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch.Change(s_watchPeriod, Timeout.InfiniteTimeSpan);
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
            if (!hasMoved && FirstNestedLocked() is { } task && _workers.TrueForAll(IsAsleep) && _extras.TrueForAll(IsAsleep))
            {
                if (_extras.Count < MostExtras)
                {
                    extra = new Worker(this, ++_started) { Only = task, Task = task, TaskSince = Environment.TickCount64, IsReady = true };
                    _extras.Add(extra);
                }
                else
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
        return _queue.FirstOrDefault(task =>
            task.Status == TaskStatus.WaitingToRun && (task.AsyncState is Continuation || _nested.Contains(task)));
    }

    private static bool IsAsleep(Worker worker) => (worker.Thread.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    private void StartExtra(Worker extra)
    {
        try
        {
            extra.Thread.Start();
        }
        catch (OutOfMemoryException)
        {
            // The system has no thread to give; perhaps at the next look.
            Leave(extra);
        }
    }

    /// <summary>Called by an extra thread as its last act.</summary>
    private void Leave(Worker extra)
    {
        Ending ending;
        lock (_gate)
        {
            _extras.Remove(extra);
            ending = EndIfDoneLocked();
        }
        Apply(ending);
    }
}
