namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ThreadPoolExecutor"/> can be told.</summary>
/// <remarks><b>Source.</b> None: Python's threads have no priorities, the stack is one setting for all, and contexts do not flow unless the
/// caller copies them.</remarks>
public sealed record ThreadExecutorOptions : ExecutorOptions
{
    /// <summary>Whether the program may end while calls run. Default: false, the process lives until they are done; idle threads never keep it
    /// alive.</summary>
    public bool IsBackground { get; init; }

    /// <summary>The priority of the threads. Default: normal.</summary>
    public ThreadPriority Priority { get; init; } = ThreadPriority.Normal;

    /// <summary>Most bytes of stack of each thread. Default: 0, what the system gives.</summary>
    public int MaxStackSize { get; init; }

    /// <summary>Whether functions run without the caller's culture, <see cref="AsyncLocal{T}"/> values and current activity. Default: false, they
    /// flow.</summary>
    public bool SuppressFlow { get; init; }

    /// <summary>What happens when every thread waits while a call is pending that one of them has submitted, so that the pool may be waiting for
    /// itself. Default: true, an extra thread runs that call. False: nothing.</summary>
    /// <remarks>Only a thread more, and only while all others sleep: a program that was not stuck does not notice. After 64 of them the next such
    /// call ends with <see cref="ExecutorDeadlockException"/>.</remarks>
    public bool DetectDeadlock { get; init; } = true;

    internal override void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStackSize);
    }
}
