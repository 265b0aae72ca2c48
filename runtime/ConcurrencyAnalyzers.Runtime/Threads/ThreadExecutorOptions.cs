namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ThreadPoolExecutor"/> can be told.</summary>
public sealed record ThreadExecutorOptions : ExecutorOptions
{
    /// <summary>Whether the program may end while calls run. Default: false, the process lives until they are done; idle threads never keep it
    /// alive.</summary>
    public bool IsBackground { get; init; }

    /// <summary>The priority of the threads. Default: normal.</summary>
    public ThreadPriority Priority { get; init; } = ThreadPriority.Normal;

    /// <summary>Most bytes of stack of each thread. Default: 0, what the system gives.</summary>
    public int MaxStackSize { get; init; }

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStackSize);
    }
}
