namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What an executor is doing at one moment.</summary>
public sealed record ExecutorStatus
{
    /// <summary>The executor's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether new calls are accepted.</summary>
    public required bool AcceptsCalls { get; init; }

    /// <summary>Calls that no worker has yet.</summary>
    public required int Pending { get; init; }

    /// <summary>Calls that a worker has: running, or waiting inside the worker.</summary>
    public required int Running { get; init; }

    /// <summary>Workers started since the executor was created.</summary>
    public required long WorkersStarted { get; init; }

    /// <summary>Workers that ended without being asked to.</summary>
    public required long WorkersCrashed { get; init; }

    /// <summary>Workers that the executor has killed, for a call that would not end or on request.</summary>
    public long WorkersKilled { get; init; }

    /// <summary>The workers alive now, or starting.</summary>
    public required IReadOnlyList<WorkerStatus> Workers { get; init; }
}

/// <summary>One worker in an <see cref="ExecutorStatus"/>.</summary>
/// <param name="Index">Number of the worker in its executor, from 1, never used again.</param>
/// <param name="Id">Process id of a worker process (0 until it has started), managed thread id of a worker thread.</param>
/// <param name="State">What it does.</param>
public sealed record WorkerStatus(int Index, int Id, WorkerState State)
{
    /// <summary>The name of the call that runs; null if none does.</summary>
    public string? Call { get; init; }

    /// <summary>How long it has been running; zero if none does.</summary>
    public TimeSpan RunningFor { get; init; }
}

/// <summary>What a worker does.</summary>
public enum WorkerState
{
    /// <summary>Started, not yet ready for calls.</summary>
    Starting,

    /// <summary>Waits for a call.</summary>
    Idle,

    /// <summary>Has at least one call.</summary>
    Busy,

    /// <summary>Takes no more calls, and ends.</summary>
    Leaving,
}
