using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

/// <summary>What every executor promises. A subclass for each executor runs all of it.</summary>
public abstract partial class ExecutorContract
{
    /// <summary>A new executor, disposed by the test.</summary>
    protected abstract IExecutor Create(int maxWorkers);

    /// <summary>An executor whose time passes when the test says so, disposed by the test.</summary>
    protected abstract IExecutor Create(int maxWorkers, TimeProvider clock);

    /// <summary>The exception in which an <see cref="OddException"/> with this code arrives.</summary>
    protected abstract void AssertOdd(Exception exception, int code);

    private IExecutor New(int maxWorkers = 2) => Create(maxWorkers).Watched();
}
