using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Runs functions on a bounded set of threads of its own, off the shared pool: the cheap way to move computation away from a thread that
/// serves others.</summary>
/// <remarks>
/// <para><b>When.</b> Threads of .NET compute in parallel, so this scales over cores. For work under about 10 us, and for work that mostly waits,
/// <see cref="Task.Run(Action)"/> and <c>await</c> are the better tools; for work that may crash, leak or never end, <c>ProcessPoolExecutor</c>
/// is.</para>
/// <para><b>Threads.</b> Started when calls wait and fewer than <see cref="MaxWorkers"/> exist; ended after <see
/// cref="ExecutorOptions.IdleTimeout"/>. They are foreground
/// threads while they have work: the process lives until what was submitted is done, unless <see cref="ThreadExecutorOptions.IsBackground"/>.</para>
/// <para><b>Asynchronous functions.</b> Their continuations come back to these threads. While such a function awaits, it occupies no thread, so
/// more than
/// <see cref="MaxWorkers"/> of them can be under way.</para>
/// <para><b>Nested calls.</b> A function that waits for a pending call of its own executor (<c>Wait</c>, <c>Result</c>, <c>Task.WaitAll</c>) runs
/// that call itself: a pool of which
/// every thread waits goes on. If it waits through something else (<c>Task.WhenAll(…).Wait()</c>, a thread or a pool that submits for it), an extra
/// thread runs the call a moment later: await there. What is submitted where the execution context does not flow is not known to be
/// nested.</para>
/// <para><b>Context.</b> Culture, <see cref="AsyncLocal{T}"/> and the current activity flow from the caller.</para>
/// <para><b>Source.</b> Python's <c>ThreadPoolExecutor</c>. There, nested waits deadlock and idle threads stay for ever.</para>
/// </remarks>
[DebuggerDisplay("{Name,nq}")]
public sealed partial class ThreadPoolExecutor : IExecutor, IAdmitting
{
    private static readonly Lazy<ThreadPoolExecutor> s_shared = new(static () =>
        new ThreadPoolExecutor(new ThreadExecutorOptions { Name = "Shared" }, isShared: true));

    // Only ever incremented, by Interlocked.
    private static int s_created;

    private readonly ThreadExecutorOptions _options;
    private readonly bool _isShared;
    private readonly Scheduler _scheduler;
    private readonly Admission? _admission;

    /// <summary>Ends after the last call and the last thread, outside the lock.</summary>
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fires when pending calls are withdrawn.</summary>
    private readonly CancellationTokenSource _withdrawn = new();

    /// <summary>Fires when running calls are told to stop.</summary>
    private readonly CancellationTokenSource _stop = new();

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private State _state;
    [GuardedBy(nameof(_gate))] private readonly Queue<Task> _queue = new();
    [GuardedBy(nameof(_gate))] private readonly List<Worker> _workers = [];

    /// <summary>The workers that wait, the most recent last: it is woken first, because its caches are warm, and the others can end.</summary>
    [GuardedBy(nameof(_gate))] private readonly List<Worker> _idle = [];

    /// <summary>Asynchronous functions that have started and not ended. They may be on no thread and in no queue.</summary>
    [GuardedBy(nameof(_gate))] private int _awaiting;

    [GuardedBy(nameof(_gate))] private int _started;

    /// <summary>Tasks ever taken from the queue: as long as it changes, the threads get on.</summary>
    [GuardedBy(nameof(_gate))] private long _taken;

    [GuardedBy(nameof(_gate))] private ITimer? _trimmer;
    [GuardedBy(nameof(_gate))] private bool _isTrimmerSet;

    /// <summary>Starts no thread yet: the first call does.</summary>
    /// <param name="maxWorkers">Most threads, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWorkers"/> is out of range.</exception>
    public ThreadPoolExecutor(int maxWorkers) : this(new ThreadExecutorOptions { MaxWorkers = maxWorkers })
    {
    }

    /// <summary>Starts no thread yet: the first call does.</summary>
    /// <param name="options">Default: as many threads as processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ThreadPoolExecutor(ThreadExecutorOptions? options = null) : this(options ?? new ThreadExecutorOptions(), isShared: false)
    {
    }

    private ThreadPoolExecutor(ThreadExecutorOptions options, bool isShared)
    {
        options.Validate();
        _options = options;
        _isShared = isShared;
        _admission = Admission.For(options);
        _scheduler = new Scheduler(this);
        Name = options.Name ?? $"{nameof(ThreadPoolExecutor)}-{Interlocked.Increment(ref s_created)}";
    }

    private enum State
    {
        Open,
        Draining,
        Closed,
    }

    /// <summary>One executor for the whole program, with as many threads as processors. It is never disposed: disposing it throws.</summary>
    public static ThreadPoolExecutor Shared => s_shared.Value;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int MaxWorkers => _options.MaxWorkers;

    Admission? IAdmitting.Admission => _admission;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public Task ShutdownAsync(bool cancelPending = false, CancellationToken cancellationToken = default)
    {
        BeginShutdown(cancelPending);
        if (IsInsideCall)
            return Task.CompletedTask;
        return cancellationToken.CanBeCanceled ? WaitForEndAsync(cancellationToken) : _closed.Task;
    }

    /// <summary>Accepts no more calls and blocks until the accepted ones have ended. Does not block inside a call of this executor.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public void Dispose() => ShutdownAsync().GetAwaiter().GetResult();

    /// <summary>Accepts no more calls and ends when the accepted ones have ended.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public ValueTask DisposeAsync() => new(ShutdownAsync());

    /// <inheritdoc/>
    public ExecutorStatus GetStatus()
    {
        lock (_gate)
        {
            return new ExecutorStatus
            {
                Name = Name,
                AcceptsCalls = _state == State.Open && _broken is null,
                Pending = _queue.Count,
                Running = _workers.Count(static w => w.Task is not null) + _awaiting,
                WorkersStarted = _started,
                WorkersCrashed = 0,
                Workers = [.. _workers.Select(StatusLocked)],
            };
        }
    }

    private WorkerStatus StatusLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var state = !worker.IsReady ? WorkerState.Starting : _idle.Contains(worker) ? WorkerState.Idle : WorkerState.Busy;
        var running = worker.Task?.AsyncState as INamedWork;
        return new WorkerStatus(worker.Index, worker.Thread.ManagedThreadId, state)
        {
            Call = running?.Name,
            RunningFor = running is null ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Environment.TickCount64 - worker.TaskSince),
        };
    }

    private void BeginShutdown(bool cancelPending)
    {
        if (_isShared)
            throw new InvalidOperationException(
                $"{nameof(ThreadPoolExecutor)}.{nameof(Shared)} serves the whole program and is never shut down: create an executor of your own " +
                    $"where you want to wait for its calls.");

        Ending ending;
        lock (_gate)
        {
            if (_state == State.Open)
                _state = State.Draining;
            ending = EndIfDoneLocked();
        }
        _admission?.End();
        Apply(ending);

        if (cancelPending)
            Withdraw();
    }

    /// <summary>Ends every pending call as cancelled, though no worker has time for it.</summary>
    private void Withdraw()
    {
        _withdrawn.Cancel();
        Task[] pending;
        lock (_gate)
            pending = [.. _queue.Where(static task => task.AsyncState is not Continuation)];

        // Their token has fired: to run them is to end them.
        foreach (var task in pending)
            _scheduler.Run(task);
    }

    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Withdraw();
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether the current code runs as part of a call of this executor, so that waiting for the executor's end would be waiting for
    /// itself.</summary>
    private bool IsInsideCall => Worker.Current?.Owner == this || (SynchronizationContext.Current as Context)?.Owner == this;
}
