using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Runs static functions in worker processes: work scales over cores, and a crash costs a worker, not the program.</summary>
/// <remarks>
/// <code>
///   caller                  queue, one lock               workers, 1..MaxWorkers processes
///   SubmitAsync -> pending  pending -> socket of a worker read, run, answer
///   task  &lt;- answer         answer  -> task               exit when their socket closes
/// </code>
/// <para><b>When.</b> Threads of .NET compute in parallel and are cheaper: see <see cref="ThreadPoolExecutor"/>. Processes add isolation: a crash,
/// a leak,
/// <see cref="Environment.Exit"/>, a native library or an endless loop costs a worker and not the program.</para>
/// <para><b>Functions.</b> A static method, or a lambda that captures nothing. Arguments and results are copies: plain values, strings and arrays
/// of plain values as
/// bytes, everything else as JSON of its declared type. Statics of the worker are its own.</para>
/// <para><b>Workers</b> are started when calls wait and fewer than <see cref="MaxWorkers"/> exist, are used again and again, and end after
/// <see cref="ExecutorOptions.IdleTimeout"/>, at disposal, and with this process, however it ends. Each runs one call at a time, an asynchronous
/// one to its end.</para>
/// <para><b>Context.</b> A call runs in its caller's cultures, by name, and belongs to its activity; <see cref="AsyncLocal{T}"/> values stay here.
/// Variables and the current directory are those that the program had when the worker was started.</para>
/// <para><b>Threads.</b> Every member may be called from any thread at any time. Continuations never run on the executor's threads.</para>
/// <para><b>Cancellation.</b> A call that has not started is withdrawn, also from a worker that it was sent to. A running function sees its token,
/// if it takes one.</para>
/// <para><b>Death of a worker.</b> The call that it was running fails with <see cref="WorkerCrashedException"/>, which names the exit code or
/// signal and the last words;
/// calls that had been sent and not started move to another worker; a replacement starts.</para>
/// <para><b>Source.</b> Python's <c>concurrent.futures.ProcessPoolExecutor</c>. There all workers share two pipes, so that a worker which dies at
/// the wrong moment
/// stops everything, and any death breaks the whole pool; here each worker has a stream of its own, and only its own call fails.</para>
/// </remarks>
[DebuggerDisplay("{Name,nq}")]
public sealed partial class ProcessPoolExecutor : IExecutor, IAdmitting
{
    private static readonly Lazy<ProcessPoolExecutor> s_shared = new(
        static () => new ProcessPoolExecutor(new ProcessExecutorOptions { Name = "SharedProcesses" }, isShared: true));

    // Only ever incremented, by Interlocked.
    private static int s_created;

    private readonly bool _isShared;
    private readonly Admission? _admission;

    /// <summary>Ends after the last call and the last worker, outside the lock.</summary>
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private PoolState _state;

    /// <summary>Calls in the order of submission. Some may have ended meanwhile; they are skipped.</summary>
    [GuardedBy(nameof(_gate))] private readonly Queue<PendingCall> _queue = new();

    /// <summary>Calls that a worker has given back unstarted. They were submitted before anything in the queue.</summary>
    [GuardedBy(nameof(_gate))] private readonly SortedSet<PendingCall> _returned = new(
        Comparer<PendingCall>.Create(static (a, b) => a.Order.CompareTo(b.Order)));

    /// <summary>Calls in either that have not ended.</summary>
    [GuardedBy(nameof(_gate))] private int _pending;

    [GuardedBy(nameof(_gate))] private long _submitted;
    [GuardedBy(nameof(_gate))] private readonly List<Worker> _workers = [];
    [GuardedBy(nameof(_gate))] private int _started;
    [GuardedBy(nameof(_gate))] private int _crashed;
    [GuardedBy(nameof(_gate))] private int _killed;

    /// <summary>Workers that have died in a call since a call has ended well, or with its own exception.</summary>
    [GuardedBy(nameof(_gate))] private int _crashesInARow;

    /// <summary>Workers in a row that did not get ready.</summary>
    [GuardedBy(nameof(_gate))] private int _startFailures;

    /// <summary>Why the executor accepts no more calls, though nobody has shut it down.</summary>
    [GuardedBy(nameof(_gate))] private Exception? _broken;

    /// <summary>Whether calls that die with their worker do so because a shutdown lost its patience.</summary>
    [GuardedBy(nameof(_gate))] private bool _isKilling;

    /// <summary>Starts no process yet: the first call does.</summary>
    /// <param name="maxWorkers">Most processes at once, 1 to 1024.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxWorkers"/> is out of range.</exception>
    /// <exception cref="ExecutorException">This program cannot have workers: it is trimmed or compiled ahead of time.</exception>
    public ProcessPoolExecutor(int maxWorkers) : this(new ProcessExecutorOptions { MaxWorkers = maxWorkers })
    {
    }

    /// <summary>Starts no process yet: the first call does.</summary>
    /// <param name="options">Default: as many processes as processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ExecutorException">This program cannot have workers: it is trimmed or compiled ahead of time.</exception>
    public ProcessPoolExecutor(ProcessExecutorOptions? options = null) : this(options ?? new ProcessExecutorOptions(), isShared: false)
    {
    }

    private ProcessPoolExecutor(ProcessExecutorOptions options, bool isShared)
    {
        options.Validate();
        _ = WorkerRecipe.OfThisProgram;
        Options = options;
        _isShared = isShared;
        _admission = Admission.For(options);
        Name = options.Name ?? $"{nameof(ProcessPoolExecutor)}-{Interlocked.Increment(ref s_created)}";
    }

    private enum PoolState
    {
        Open,
        Draining,
        Closed,
    }

    /// <summary>One executor for the whole program, with as many processes as processors. It is never disposed: disposing it throws. Its workers
    /// end with the program.</summary>
    public static ProcessPoolExecutor Shared => s_shared.Value;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int MaxWorkers => Options.MaxWorkers;

    Admission? IAdmitting.Admission => _admission;

    internal ProcessExecutorOptions Options { get; }

    /// <summary>The worker for the first call, which has just been submitted.</summary>
    internal Worker FirstWorker
    {
        get
        {
            lock (_gate)
                return _workers[0];
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public Task ShutdownAsync(bool cancelPending = false, CancellationToken cancellationToken = default)
    {
        if (_isShared)
            throw new InvalidOperationException(
                $"{nameof(ProcessPoolExecutor)}.{nameof(Shared)} serves the whole program and is never shut down: create an executor of your own " +
                    $"where you want to wait for its calls.");
        BeginShutdown(cancelPending);
        return cancellationToken.CanBeCanceled ? WaitForEndAsync(cancellationToken) : _closed.Task;
    }

    /// <summary>Accepts no more calls, and blocks until the accepted ones and the worker processes have ended, or <see
    /// cref="ProcessExecutorOptions.ShutdownTimeout"/> has ended them.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public void Dispose() => EndAsync().GetAwaiter().GetResult();

    /// <summary>Accepts no more calls, and ends when the accepted ones and the worker processes have ended, or <see
    /// cref="ProcessExecutorOptions.ShutdownTimeout"/> has ended them.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>.</exception>
    public ValueTask DisposeAsync() => new(EndAsync());

    /// <inheritdoc/>
    public ExecutorStatus GetStatus()
    {
        lock (_gate)
        {
            return new ExecutorStatus
            {
                Name = Name,
                AcceptsCalls = _state == PoolState.Open && _broken is null,
                Pending = _pending,
                Running = _workers.Sum(static w => w.InFlight.Count(static c => !c.IsInitializer)),
                WorkersStarted = _started,
                WorkersCrashed = _crashed,
                WorkersKilled = _killed,
                Workers = [.. _workers.Select(StatusLocked)],
            };
        }
    }

    private WorkerStatus StatusLocked(Worker worker)
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var started = worker.LastStarted;
        var running = worker.InFlight.Find(call => call.Sequence == started);
        return new WorkerStatus(worker.Index, worker.ProcessId, worker.State)
        {
            Call = running?.ShortName,
            RunningFor = running is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(worker.LastProgress),
        };
    }

    private void BeginShutdown(bool cancelPending)
    {
        List<PendingCall> withdrawn = [];
        List<(Worker Worker, long Sequence)> sent = [];
        Ending ending;
        lock (_gate)
        {
            if (_state == PoolState.Open)
                _state = PoolState.Draining;
            if (cancelPending)
            {
                withdrawn = TakeAllPendingLocked();
                foreach (var call in _workers.SelectMany(static w => w.InFlight))
                {
                    call.IsCancelRequested = true;
                    sent.Add((call.Worker!, call.Sequence));
                }
            }
            ending = EndIfDoneLocked();
        }
        _admission?.End();
        foreach (var call in withdrawn)
            call.Cancel();

        // What waits inside a worker has not started either. What runs there goes on.
        foreach (var (worker, sequence) in sent)
            worker.Tell(FrameKind.Withdraw, sequence);
        Apply(ending);
    }

    private Task EndAsync() => Options.ShutdownTimeout == Timeout.InfiniteTimeSpan ? ShutdownAsync() : EndInTimeAsync();

    private async Task EndInTimeAsync()
    {
        using var patience = new CancellationTokenSource(Options.ShutdownTimeout, Options.TimeProvider);
        try
        {
            await ShutdownAsync(cancelPending: false, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // As the options say; the calls know.
        }
    }

    private async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            BeginShutdown(cancelPending: true);
            List<Worker> workers;
            lock (_gate)
            {
                _isKilling = true;
                workers = [.. _workers];
            }
            foreach (var worker in workers)
                worker.Kill();
            await _closed.Task.ConfigureAwait(false);
            throw;
        }
    }

    private List<PendingCall> TakeAllPendingLocked()
    {
        Debug.Assert(_gate.IsHeldByCurrentThread);
        var all = new List<PendingCall>();
        while (NextPendingLocked(remove: true) is { } call)
        {
            call.State = PendingCall.CallState.Done;
            all.Add(call);
        }
        return all;
    }
}
