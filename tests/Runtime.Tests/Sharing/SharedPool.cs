using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

/// <summary>One pool of two workers for the tests of a class: they share objects, not workers.</summary>
public sealed class SharedPool : IAsyncLifetime
{
    internal ProcessPoolExecutor Executor { get; } =
        new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 2, Output = WorkerOutput.Discard }).Watched();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Executor.DisposeAsync();
}
