namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What every executor can be told.</summary>
/// <remarks><b>Source.</b> The arguments <c>max_workers</c>, <c>thread_name_prefix</c>, <c>initializer</c> and <c>initargs</c> of Python's executors.
/// Their queues are unbounded, and their workers stay until the end.</remarks>
public abstract record ExecutorOptions
{
    /// <summary>Most calls that run at once, 1 to 1024. Default: the processors that this process may use, cgroup limits included.</summary>
    public int MaxWorkers { get; init; } = Environment.ProcessorCount;

    /// <summary>The name in thread names, messages and status. Default: the type's name and a number.</summary>
    public string? Name { get; init; }

    /// <summary>How many calls may be under way besides <see cref="MaxWorkers"/>, from 0, for <see
    /// cref="ExecutorExtensions.EnqueueAsync{T}(IExecutor, Func{IExecutor, Task{T}}, CancellationToken)"/>, which waits for room, and <see
    /// cref="ExecutorExtensions.TrySubmit{T}(IExecutor, Func{IExecutor, Task{T}}, out Task{T}?)"/>, which says that there is none. Default: -1, no
    /// limit. <c>SubmitAsync</c> and <c>MapAsync</c> never wait, and their calls count.</summary>
    public int QueueCapacity { get; init; } = -1;

    /// <summary>How long a worker waits for a call before it ends. Default: 30 s. <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Workers that are kept however long they are idle, 0 to <see cref="MaxWorkers"/>. Default: 0. They are started when first needed, or
    /// by <see cref="IExecutor.WarmUpAsync"/>.</summary>
    public int MinWorkers { get; init; }

    /// <summary>What each new worker runs before its first call. Default: null, nothing.</summary>
    public WorkerInitializer? Initializer { get; init; }

    /// <summary>How often in a row a worker may fail to get ready, its initializer included, before the executor gives up, from 1. Default: 5. The
    /// pauses between the attempts double, from 50 ms.</summary>
    public int MaxStartFailures { get; init; } = 5;

    /// <summary>The clock for time limits and idle times. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its documented range.</exception>
    internal virtual void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWorkers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxWorkers, 1024);
        ArgumentOutOfRangeException.ThrowIfNegative(MinWorkers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MinWorkers, MaxWorkers);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxStartFailures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueCapacity, -1);
        ThrowIfNeitherPositiveNorInfinite(IdleTimeout, nameof(IdleTimeout));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }

    private protected static void ThrowIfNeitherPositiveNorInfinite(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive, or Timeout.InfiniteTimeSpan for no limit.");
    }
}
