namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a function can know of the worker process that runs it.</summary>
public sealed class WorkerContext
{
    internal WorkerContext(string poolName, int index, int parentId, int depth)
    {
        PoolName = poolName;
        Index = index;
        ParentId = parentId;
        Depth = depth;
    }

    /// <summary>The worker that this process is; null in every other process.</summary>
    public static WorkerContext? Current { get; internal set; }

    /// <summary>Whether this process is a worker.</summary>
    public static bool IsWorker => Current is not null;

    /// <summary>The name of the executor that started this worker.</summary>
    public string PoolName { get; }

    /// <summary>Number of the worker in its executor, from 1. A replacement has a new one.</summary>
    public int Index { get; }

    /// <summary>The id of the process whose executor this worker serves.</summary>
    public int ParentId { get; }

    /// <summary>1 in a worker of a program, 2 in a worker of that worker.</summary>
    internal int Depth { get; }
}
