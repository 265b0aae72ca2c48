namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a caller can say about single calls: how long, how often, and under which name. Given by
/// <see cref="ExecutorExtensions.With"/>.</summary>
/// <remarks><b>Source.</b> None: in Python, the time limit of <c>future.result</c> ends the wait and not the call, and nothing is tried
/// again.</remarks>
public sealed record CallOptions
{
    internal static CallOptions Default { get; } = new();

    /// <summary>How long the function may run, from its start. Default: null, for ever. Not the same as waiting for a while, which is
    /// <see cref="Task{TResult}.WaitAsync(TimeSpan)"/> and leaves the call alone.</summary>
    /// <remarks>
    /// <para>When the time is over, the function's token fires. On threads that is all: a function without a token cannot have a limit, and is
    /// refused. On worker processes the worker is killed and replaced if the function has not ended after
    /// <see cref="ProcessExecutorOptions.KillGrace"/>.</para>
    /// <para>The call ends with <see cref="TimeoutException"/>, unless the function gives a result all the same.</para>
    /// <para>Mapped elements with a limit travel alone, whatever <see cref="MapOptions.ChunkSize"/> says.</para>
    /// </remarks>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often the call is given to another worker after its worker process has died. Default: 0. Only for functions that may run
    /// twice: whether the first run did its work is unknown. <see cref="ProcessExecutorOptions.PoisonLimit"/> bounds it. Exceptions of the
    /// function are results, and no reason to call it again.</summary>
    public int Retries { get; init; }

    /// <summary>What messages, status and traces call it. Default: the function's name.</summary>
    public string? Name { get; init; }

    internal void Validate()
    {
        if (Timeout is { } limit && limit <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(Timeout), limit, "Timeout must be positive, or null for no limit.");
        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
    }
}
