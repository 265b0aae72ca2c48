using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a function can know of the worker that runs it, process or thread, and where it keeps what belongs to that worker.</summary>
/// <remarks><b>Source.</b> Python's <c>multiprocessing.current_process</c> and <c>parent_process</c>; for <see cref="State"/>, globals that an
/// initializer fills, or <c>threading.local</c>.</remarks>
[ThreadSafe]
public sealed class WorkerContext
{
    [ThreadStatic]
    private static WorkerContext? t_thread;

    // Set once, before the first call.
    private static WorkerContext? s_process;

    // Never disposed: functions may look at its token as long as they run, and without a timer or a wait handle it holds nothing but memory.
    private readonly CancellationTokenSource _stopping = new();

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly Dictionary<Type, object> _states = [];

    internal WorkerContext(string poolName, int index, int parentId, int depth)
    {
        PoolName = poolName;
        Index = index;
        ParentId = parentId;
        Depth = depth;
    }

    /// <summary>The worker that runs this code: the thread of a <see cref="ThreadPoolExecutor"/>, else the worker process that this is. Null
    /// everywhere else, and on threads that a function has started itself, unless in a worker process.</summary>
    /// <remarks>An asynchronous function on threads may be on another worker after each <c>await</c>: ask before the first.</remarks>
    public static WorkerContext? Current => t_thread ?? s_process;

    /// <summary>Whether this process is a worker.</summary>
    public static bool IsWorker => s_process is not null;

    /// <summary>The name of the executor that started this worker.</summary>
    public string PoolName { get; }

    /// <summary>Number of the worker in its executor, from 1. A replacement has a new one.</summary>
    public int Index { get; }

    /// <summary>The id of the process whose executor this worker serves.</summary>
    public int ParentId { get; }

    /// <summary>Fires when the worker ends after its last call: it was idle for too long, replaced, or its executor was shut down, or the program is
    /// gone. Not when it is killed. What is registered must be quick: a process is killed two seconds later.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>1 in a worker of a program, 2 in a worker of that worker.</summary>
    internal int Depth { get; }

    /// <summary>The worker process that this is; null in other processes.</summary>
    internal static WorkerContext? OfProcess => s_process;

    /// <summary>The worker's own object of a type, made when it is first asked for: a parser, a connection, a count. It lives as long as the
    /// worker.</summary>
    /// <typeparam name="TState">Which; other functions of the worker that ask for the type get the same object.</typeparam>
    /// <remarks>A worker runs one call at a time, so that an object which only its calls use needs no lock.</remarks>
    public TState State<TState>() where TState : class, new()
    {
        lock (_gate)
        {
            if (_states.TryGetValue(typeof(TState), out var state))
                return (TState)state;
        }

        // Outside the lock: the constructor is somebody else's code.
        var made = new TState();
        lock (_gate)
            return _states.TryAdd(typeof(TState), made) ? made : (TState)_states[typeof(TState)];
    }

    internal static void EnterProcess(WorkerContext context) => s_process = context;

    internal static void EnterThread(WorkerContext context) => t_thread = context;

    /// <summary>The worker ends. What a function has registered and fails is nobody's to report.</summary>
    internal void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (AggregateException)
        {
        }
    }
}
