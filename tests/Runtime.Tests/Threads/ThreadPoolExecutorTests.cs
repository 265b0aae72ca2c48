using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Threads;

public sealed class ThreadPoolExecutorTests : ExecutorContract
{
    protected override IExecutor Create(int maxWorkers) => new ThreadPoolExecutor(maxWorkers);

    protected override IExecutor Create(int maxWorkers, WorkerInitializer initializer, int maxStartFailures) => new ThreadPoolExecutor(
        new ThreadExecutorOptions { MaxWorkers = maxWorkers, Initializer = initializer, MaxStartFailures = maxStartFailures });

    protected override IExecutor Create(int maxWorkers, TimeProvider clock) =>
        new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = maxWorkers, TimeProvider = clock });

    protected override IExecutor CreateBounded(int queueCapacity) =>
        new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, QueueCapacity = queueCapacity });

    protected override void AssertOdd(Exception exception, int code) => Assert.Equal(code, Assert.IsType<OddException>(exception).Code);

    [Fact]
    public async Task RunsOnThreadsOfItsOwn()
    {
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { Name = "Own", MaxWorkers = 1 });
        Assert.Equal("Own-1", await executor.SubmitAsync(static () => Thread.CurrentThread.Name));
        Assert.False(await executor.SubmitAsync(static () => Thread.CurrentThread.IsThreadPoolThread));
        Assert.Equal("Own-1 Own-1", await executor.SubmitAsync(static async () =>
        {
            var before = Thread.CurrentThread.Name;
            await Task.Yield();
            return $"{before} {Thread.CurrentThread.Name}";
        }));
    }

    [Fact]
    public async Task KeepsContinuationsOffItsThreads()
    {
        await using var executor = new ThreadPoolExecutor(1);
        var thread = await executor.SubmitAsync(static () => Thread.CurrentThread);
        Assert.NotSame(thread, Thread.CurrentThread);
        var resumedOn = await executor.SubmitAsync(static () => 1).ContinueWith(
            static _ => Thread.CurrentThread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Assert.NotSame(thread, resumedOn);
    }

    [Fact]
    public async Task KeepsItsThreadsForTasksThatAFunctionStarts()
    {
        await using var executor = new ThreadPoolExecutor(1);
        Assert.Same(TaskScheduler.Default, await executor.SubmitAsync(static () => TaskScheduler.Current));
    }

    [Fact]
    public async Task RunsNestedCallsThatAllWorkersWaitFor()
    {
        await using var executor = new ThreadPoolExecutor(2).Watched();
        var calls = Enumerable.Range(0, 20).Select(n => executor.SubmitAsync(
            static (ThreadPoolExecutor inner, int x) =>
                inner.SubmitAsync(Functions.Square, x).Result + inner.SubmitAsync(Functions.Square, x).GetAwaiter().GetResult(),
            executor, n));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => 2 * n * n), await Task.WhenAll(calls));
    }

    [Fact]
    public async Task RunsNestedCallsThatAsynchronousFunctionsAwait()
    {
        await using var executor = new ThreadPoolExecutor(1).Watched();
        var calls = Enumerable.Range(0, 20).Select(n => executor.SubmitAsync(
            static async (ThreadPoolExecutor inner, int x) =>
                (await Task.WhenAll(inner.SubmitAsync(Functions.Square, x), inner.SubmitAsync(Functions.SquareLater, x))).Sum(),
            executor, n));
        Assert.Equal(Enumerable.Range(0, 20).Select(n => 2 * n * n), await Task.WhenAll(calls));
    }

    [Fact]
    public async Task DoesNotWaitForItsOwnEndInsideACall()
    {
        var executor = new ThreadPoolExecutor(1).Watched();
        Assert.Equal(3, await executor.SubmitAsync(static (ThreadPoolExecutor own) => { own.Dispose(); return 3; }, executor));
        await executor.ShutdownAsync();

        var second = new ThreadPoolExecutor(1).Watched();
        Assert.Equal(4,
            await second.SubmitAsync(static async (ThreadPoolExecutor own) => { await Task.Yield(); await own.DisposeAsync(); return 4; }, second));
        await second.ShutdownAsync();
    }

    [Fact]
    public async Task FlowsTheContextOfTheCaller()
    {
        await using var executor = new ThreadPoolExecutor(1);
        s_local.Value = "flows";
        Assert.Equal("flows", await executor.SubmitAsync(static () => s_local.Value));
    }

    [Fact]
    public async Task KeepsTheContextOfTheCallerAwayIfTold()
    {
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, SuppressFlow = true });
        s_local.Value = "flows";
        Assert.Null(await executor.SubmitAsync(static () => s_local.Value));
        Assert.Null(await executor.SubmitAsync(static async () =>
        {
            await Task.Yield();
            return s_local.Value;
        }));
        Assert.False(ExecutionContext.IsFlowSuppressed());
    }

    [Fact]
    public async Task IsForegroundWhileItHasWorkAndBackgroundWhileIdle()
    {
        await using var executor = new ThreadPoolExecutor(1);
        var thread = await executor.SubmitAsync(static () => Thread.CurrentThread.IsBackground ? null : Thread.CurrentThread);
        Assert.NotNull(thread);
        while (executor.GetStatus().Workers[0].State != WorkerState.Idle)
            await Task.Yield();
        Assert.True(thread.IsBackground);
        Assert.False(await executor.SubmitAsync(static () => Thread.CurrentThread.IsBackground));
    }

    [Fact]
    public async Task EndsThreadsThatHaveBeenIdleTooLong()
    {
        var clock = new ManualClock();
        await using var executor = new ThreadPoolExecutor(
            new ThreadExecutorOptions { MaxWorkers = 2, IdleTimeout = TimeSpan.FromMinutes(1), TimeProvider = clock }).Watched();
        using var gate = new Gate();
        var calls = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(Functions.Wait, gate.Address)).ToArray();
        var visitors = new[] { await gate.ArrivalAsync(), await gate.ArrivalAsync() };
        Assert.Equal(2, executor.GetStatus().Workers.Count);
        foreach (var visitor in visitors)
            visitor.Release();
        await Task.WhenAll(calls);
        while (executor.GetStatus().Workers.Any(w => w.State != WorkerState.Idle))
            await Task.Yield();

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(2, executor.GetStatus().Workers.Count);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(executor.GetStatus().Workers);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
        Assert.Equal(3, executor.GetStatus().WorkersStarted);
    }

    [Fact]
    public async Task RefusesALimitThatItCouldNotKeep()
    {
        await using var executor = new ThreadPoolExecutor(1);
        var limited = executor.With(new CallOptions { Timeout = TimeSpan.FromSeconds(1) });
        Assert.Contains("CancellationToken", Assert.Throws<ArgumentException>(() => { _ = limited.SubmitAsync(Functions.Square, 3); }).Message);
        await Assert.ThrowsAsync<ArgumentException>(async () => await limited.MapAsync(Functions.Square, [3]).ToListAsync());
    }

    [Fact]
    public async Task SharesOneExecutorThatNobodyCanDispose()
    {
        Assert.Same(ThreadPoolExecutor.Shared, ThreadPoolExecutor.Shared);
        Assert.Equal(16, await ThreadPoolExecutor.Shared.SubmitAsync(Functions.Square, 4));
        Assert.Throws<InvalidOperationException>(ThreadPoolExecutor.Shared.Dispose);
        Assert.Throws<InvalidOperationException>(() => { _ = ThreadPoolExecutor.Shared.DisposeAsync(); });
        Assert.Throws<InvalidOperationException>(() => { _ = ThreadPoolExecutor.Shared.ShutdownAsync(); });
        Assert.Equal(25, await ThreadPoolExecutor.Shared.SubmitAsync(Functions.Square, 5));
    }

    private static readonly AsyncLocal<string?> s_local = new();
}
