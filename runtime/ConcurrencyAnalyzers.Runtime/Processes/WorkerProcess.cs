using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One process that runs one function: its result, its exception and its end are tasks.</summary>
/// <remarks>
/// <code>
/// await using var process = WorkerProcess.Start(CountPrimes, 1, 1_000_000);
/// Console.WriteLine($"{process.Id} has found {await process.Completion}");
/// </code>
/// <para><b>When.</b> For a companion that lives as long as a block or an object. For many calls, <see cref="ProcessPoolExecutor"/>, whose processes
/// are used again.</para>
/// <para><b>End.</b> With the function; at disposal, which fires the function's token, and kills after <see cref="ProcessExecutorOptions.KillGrace"/>;
/// and with this process, however it ends.</para>
/// <para><b>Threads.</b> Every member may be called from any thread at any time.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Process</c>. There, a result needs a queue of its own, an exception is printed and lost, and a
/// process that still has something in a queue cannot be joined.</para>
/// </remarks>
[DebuggerDisplay("{Name,nq} {Id} {Completion.Status}")]
[ThreadSafe]
public partial class WorkerProcess : IDisposable, IAsyncDisposable
{
    private static readonly Lock s_gate = new();

    [GuardedBy(nameof(s_gate))] private static readonly List<WorkerProcess> s_active = [];

    // Only ever incremented, by Interlocked.
    private static int s_created;

    private readonly ProcessPoolExecutor _pool;
    private readonly Worker _worker;

    // Never disposed: its owner may fire it at any time, and without a wait handle it holds nothing but memory.
    private readonly CancellationTokenSource _stopping;

    private protected WorkerProcess(ProcessPoolExecutor pool, Task completion, CancellationTokenSource stopping)
    {
        _pool = pool;
        _stopping = stopping;
        Completion = completion;
        _worker = pool.FirstWorker;
        Exited = CodeAsync(_worker.Gone);
    }

    /// <summary>The processes that this program has started so and that have not ended. Python's <c>active_children</c>.</summary>
    public static IReadOnlyList<WorkerProcess> ActiveChildren
    {
        get
        {
            lock (s_gate)
                return [.. s_active];
        }
    }

    /// <summary>The name in messages and before forwarded lines.</summary>
    public string Name => _pool.Name;

    /// <summary>The id of the process; 0 if it could not be started.</summary>
    public int Id => _worker.ProcessId;

    /// <summary>Ends with the function: well, with its exception, cancelled, or with <see cref="WorkerCrashedException"/>.</summary>
    public Task Completion { get; }

    /// <summary>Ends when the process has, with its exit code: 128 and a signal's number if a signal ended it, -1 if it was never started. A moment
    /// after <see cref="Completion"/>.</summary>
    public Task<int> Exited { get; }

    /// <summary>Fires the function's token, and kills the process if the function has not ended after
    /// <see cref="ProcessExecutorOptions.KillGrace"/>. Returns at once.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Ends the process at once. <see cref="Completion"/> then ends with <see cref="WorkerCrashedException"/>, unless it had ended.</summary>
    public Task KillAsync() => _pool.KillWorkersAsync();

    /// <summary>As <see cref="Stop"/>, and blocks until the process has ended.</summary>
    public void Dispose()
    {
        Stop();
        _pool.Dispose();
        Exited.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="Stop"/>, and ends when the process has.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _pool.DisposeAsync().ConfigureAwait(false);
        await Exited.ConfigureAwait(false);
    }

    private static async Task<int> CodeAsync(Task<WorkerExit> gone) => (await gone.ConfigureAwait(false)).ExitCode ?? -1;

    /// <summary>Starts a process for what the function submits to it.</summary>
    private static WorkerProcess<T> Launch<T>(ProcessExecutorOptions? options, Func<IExecutor, CancellationToken, Task<T>> submit)
    {
        var (pool, stopping) = NewPool(options);
        return Register(new WorkerProcess<T>(pool, submit(pool, stopping.Token), stopping));
    }

    private static WorkerProcess Launch(ProcessExecutorOptions? options, Func<IExecutor, CancellationToken, Task> submit)
    {
        var (pool, stopping) = NewPool(options);
        return Register(new WorkerProcess(pool, submit(pool, stopping.Token), stopping));
    }

    private static (ProcessPoolExecutor Pool, CancellationTokenSource Stopping) NewPool(ProcessExecutorOptions? options)
    {
        options ??= new ProcessExecutorOptions();
        return (new ProcessPoolExecutor(options with
        {
            Name = options.Name ?? $"{nameof(WorkerProcess)}-{Interlocked.Increment(ref s_created)}",
            MaxWorkers = 1,
            MinWorkers = 0,
            MaxStartFailures = 1,
            CancelGrace = options.KillGrace,
        }), new CancellationTokenSource());
    }

    private static TProcess Register<TProcess>(TProcess process) where TProcess : WorkerProcess
    {
        // The one call is in; the process leaves after it.
        _ = process._pool.ShutdownAsync();
        lock (s_gate)
            s_active.Add(process);
        _ = process.Exited.ContinueWith(
            static (_, gone) => Unregister((WorkerProcess)gone!), process, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        // So that its id is known: a few milliseconds.
        process._worker.Started.GetAwaiter().GetResult();
        return process;
    }

    private static void Unregister(WorkerProcess process)
    {
        lock (s_gate)
            s_active.Remove(process);
    }
}

/// <inheritdoc cref="WorkerProcess"/>
/// <typeparam name="T">What the function returns.</typeparam>
public sealed class WorkerProcess<T> : WorkerProcess
{
    internal WorkerProcess(ProcessPoolExecutor pool, Task<T> completion, CancellationTokenSource stopping) : base(pool, completion, stopping) =>
        Completion = completion;

    /// <summary>Ends with the function's result, its exception, cancelled, or with <see cref="WorkerCrashedException"/>.</summary>
    public new Task<T> Completion { get; }
}
