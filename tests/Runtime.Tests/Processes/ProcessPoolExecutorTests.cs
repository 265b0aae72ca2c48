using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

public sealed class ProcessPoolExecutorTests : ExecutorContract
{
    protected override IExecutor Create(int maxWorkers) => new ProcessPoolExecutor(maxWorkers);

    protected override IExecutor Create(int maxWorkers, WorkerInitializer initializer, int maxStartFailures) => new ProcessPoolExecutor(
        new ProcessExecutorOptions { MaxWorkers = maxWorkers, Initializer = initializer, MaxStartFailures = maxStartFailures });

    protected override IExecutor Create(int maxWorkers, TimeProvider clock) =>
        new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = maxWorkers, TimeProvider = clock });

    protected override IExecutor CreateBounded(int queueCapacity) =>
        new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 1, QueueCapacity = queueCapacity });

    protected override void AssertOdd(Exception exception, int code)
    {
        var remote = Assert.IsType<RemoteException>(exception);
        Assert.Equal(typeof(OddException).FullName, remote.RemoteTypeName);
        Assert.Equal($"odd {code}", remote.RemoteMessage);
        Assert.Contains(nameof(Functions.ThrowUnrebuildable), remote.RemoteStackTrace);
        Assert.Contains(nameof(Functions.ThrowUnrebuildable), remote.ToString());
        Assert.Contains(nameof(CarriesAnExceptionThatCannotBeRebuilt), remote.ToString());
    }

    [Fact]
    public async Task RunsAThousandCallsOnExactlyTwoProcesses()
    {
        await using var executor = new ProcessPoolExecutor(2).Watched();
        using var gate = new Gate();
        var both = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(Functions.Wait, gate.Address)).ToArray();
        var visitors = new[] { await gate.ArrivalAsync(), await gate.ArrivalAsync() };
        Assert.NotEqual(visitors[0].ProcessId, visitors[1].ProcessId);
        Assert.DoesNotContain(Environment.ProcessId, visitors.Select(v => v.ProcessId));
        foreach (var visitor in visitors)
            visitor.Release();
        await Task.WhenAll(both);

        var used = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => executor.SubmitAsync(static () => Environment.ProcessId)));
        Assert.Subset(visitors.Select(v => v.ProcessId).ToHashSet(), used.ToHashSet());
        Assert.Equal(2, executor.GetStatus().WorkersStarted);
        Assert.Equal(0, executor.GetStatus().WorkersCrashed);
    }

    [Fact]
    public async Task SharesOneExecutorThatNobodyCanDispose()
    {
        Assert.Same(ProcessPoolExecutor.Shared, ProcessPoolExecutor.Shared);
        Assert.NotEqual(Environment.ProcessId, await ProcessPoolExecutor.Shared.SubmitAsync(static () => Environment.ProcessId));
        Assert.Throws<InvalidOperationException>(ProcessPoolExecutor.Shared.Dispose);
        Assert.Throws<InvalidOperationException>(() => { _ = ProcessPoolExecutor.Shared.DisposeAsync(); });
        Assert.Throws<InvalidOperationException>(() => { _ = ProcessPoolExecutor.Shared.ShutdownAsync(); });
        Assert.Equal(25, await ProcessPoolExecutor.Shared.SubmitAsync(Functions.Square, 5));
    }

    [Fact]
    public async Task LetsIdleWorkersGo()
    {
        var clock = new ManualClock();
        await using var executor = new ProcessPoolExecutor(
            new ProcessExecutorOptions { MaxWorkers = 1, IdleTimeout = TimeSpan.FromMinutes(1), TimeProvider = clock }).Watched();
        var first = await executor.SubmitAsync(static () => Environment.ProcessId);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, await executor.SubmitAsync(static () => Environment.ProcessId));
        while (executor.GetStatus().Workers[0].State != WorkerState.Idle)
            await Task.Yield();
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.DoesNotContain(executor.GetStatus().Workers, w => w.State == WorkerState.Idle);
        Assert.NotEqual(first, await executor.SubmitAsync(static () => Environment.ProcessId));
        Assert.Equal((2, 0), (executor.GetStatus().WorkersStarted, executor.GetStatus().WorkersCrashed));
    }

    [Fact]
    public async Task TakesBackCallsThatWaitBehindALongOne()
    {
        await using var executor = new ProcessPoolExecutor(2).Watched();
        using var gate = new Gate();

        // Quick calls widen the window, so that what follows is sent ahead behind the call that stops at the gate.
        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 200).Select(n => executor.SubmitAsync(Functions.Square, n)));
        var stuck = executor.SubmitAsync(Functions.Wait, gate.Address);
        var behind = Enumerable.Range(0, 100).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        var visitor = await gate.ArrivalAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(n => n * n), await Task.WhenAll(behind));
        Assert.False(stuck.IsCompleted);
        visitor.Release();
        await stuck;
    }
}
