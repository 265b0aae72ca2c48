namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ProcessPoolExecutor"/> can be told.</summary>
public sealed record ProcessExecutorOptions : ExecutorOptions
{
    /// <summary>How often in a row a worker may fail to start before the executor gives up, from 1. Default: 5. The pauses between the attempts
    /// double, from 50 ms.</summary>
    public int MaxStartFailures { get; init; } = 5;

    /// <summary>How long a worker may take to start. Default: 30 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What becomes of the lines that workers write to their console. Default: they are written to ours, with the worker's name before
    /// them.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Forward;

    /// <summary>Environment variables of the workers, over those of this process; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStartFailures, 1);
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
    /// name.</summary>
    Forward,

    /// <summary>Nothing is shown; the end of standard error is kept for <see cref="WorkerCrashedException.ErrorTail"/>.</summary>
    Discard,
}
