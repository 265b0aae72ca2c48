namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ProcessPoolExecutor"/> can be told.</summary>
/// <remarks><b>Source.</b> Python's <c>max_tasks_per_child</c>. The rest has no counterpart there: a call that hangs is ended with all workers or
/// not at all, and what workers print is mixed by the console.</remarks>
public sealed record ProcessExecutorOptions : ExecutorOptions
{
    /// <summary>How long a worker may take to start. Default: 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls a worker runs before it is replaced, from 1; each mapped element counts. Default: 0, no limit. For functions that
    /// leak. The old worker runs its last calls while the new one starts.</summary>
    public int MaxTasksPerWorker { get; init; }

    /// <summary>How many bytes of memory a worker may hold, resident, before it is replaced. Default: 0, no limit. Looked at between calls, at most
    /// ten times a second; a call is not interrupted.</summary>
    public long MaxWorkerMemory { get; init; }

    /// <summary>How long a function that has overrun its <see cref="CallOptions.Timeout"/> may take to notice its token, before its worker is
    /// killed and replaced. Default: 250 ms.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a cancelled function may take to notice its token, before its worker is killed and replaced; the call then ends as
    /// cancelled. Default: <see cref="Timeout.InfiniteTimeSpan"/>, it is never killed.</summary>
    public TimeSpan CancelGrace { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long disposal waits for the calls that were submitted, before it withdraws those that have not started and kills the workers
    /// of the others. Default: <see cref="Timeout.InfiniteTimeSpan"/>, for ever.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many workers a call may end before it counts as the reason and is not tried again, from 1, whatever
    /// <see cref="CallOptions.Retries"/> says. Default: 2.</summary>
    public int PoisonLimit { get; init; } = 2;

    /// <summary>How many processors each worker believes to have, for its thread pool, parallel loops and executors of its own. Default: 0, all of
    /// them. Sets <c>DOTNET_PROCESSOR_COUNT</c> in the worker.</summary>
    public int ProcessorsPerWorker { get; init; }

    /// <summary>What becomes of the lines that workers write to their console. Default: they are written to ours, with the worker's name before
    /// them.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Forward;

    /// <summary>What gets each line that a worker writes to its console, in place of our console. Default: null. Called in the order of the lines of
    /// one stream of one worker, and from several threads at once for several of them: a <see cref="TextWriter"/> must be a synchronized one. What it
    /// throws is dropped, as the worker's call has no part in it.</summary>
    public Action<WorkerLine>? OnOutput { get; init; }

    /// <summary>Environment variables of the workers, over those of this process; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(MaxTasksPerWorker);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWorkerMemory);
        ArgumentOutOfRangeException.ThrowIfLessThan(PoisonLimit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ProcessorsPerWorker);
        ThrowIfNeitherPositiveNorInfinite(KillGrace, nameof(KillGrace));
        ThrowIfNeitherPositiveNorInfinite(CancelGrace, nameof(CancelGrace));
        ThrowIfNeitherPositiveNorInfinite(ShutdownTimeout, nameof(ShutdownTimeout));
        ThrowIfNeitherPositiveNorInfinite(StartTimeout, nameof(StartTimeout));
        ArgumentNullException.ThrowIfNull(Environment);
        if (!Enum.IsDefined(Output))
            throw new ArgumentOutOfRangeException(nameof(Output), Output, "Output is none of the values of WorkerOutput.");
    }
}

/// <summary>What becomes of the lines that workers write to standard output and standard error.</summary>
public enum WorkerOutput
{
    /// <summary>Each line is written to <see cref="Console.Out"/> or <see cref="Console.Error"/> of this process, whole, after the worker's
    /// name; or given to <see cref="ProcessExecutorOptions.OnOutput"/>.</summary>
    Forward,

    /// <summary>Nothing is shown; the end of standard error is kept for <see cref="WorkerCrashedException.ErrorTail"/>.</summary>
    Discard,
}

/// <summary>A line that a worker process has written.</summary>
/// <param name="Executor">The name of the worker's executor.</param>
/// <param name="Worker">The worker's number in it, from 1.</param>
/// <param name="ProcessId">The worker's process.</param>
/// <param name="IsError">Whether it came from standard error.</param>
/// <param name="Text">The line, without its end.</param>
public readonly record struct WorkerLine(string Executor, int Worker, int ProcessId, bool IsError, string Text)
{
    /// <summary>The line after its worker's name, as it is written to the console by default.</summary>
    public override string ToString() => $"[{Executor}-{Worker}] {Text}";
}
