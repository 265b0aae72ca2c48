using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Threads;

/// <summary>Pools of which every thread waits for calls that only the pool can run.</summary>
public sealed class Deadlocks
{
    [Fact]
    public async Task AWaitThroughAnotherTaskIsSeenAndEnds()
    {
        await using var executor = new ThreadPoolExecutor(2).Watched();
        var calls = Enumerable.Range(0, 4).Select(n => executor.SubmitAsync(static (ThreadPoolExecutor inner, int x) =>
        {
            var both = Task.WhenAll(inner.SubmitAsync(Functions.Square, x), inner.SubmitAsync(Functions.SquareLater, x));
            both.Wait();
            return both.Result.Sum();
        }, executor, n));
        Assert.Equal((int[])[0, 2, 8, 18], await Task.WhenAll(calls));
        await executor.ShutdownAsync();
        Assert.Empty(executor.GetStatus().Workers);
    }

    [Fact]
    public async Task AWaitForAnAsynchronousCallIsSeenAndEnds()
    {
        await using var executor = new ThreadPoolExecutor(1).Watched();
        Assert.Equal(16, await executor.SubmitAsync(
            static (ThreadPoolExecutor inner) => inner.SubmitAsync(Functions.SquareLater, 4).Result, executor));
    }

    [Fact]
    public async Task AnEndlessChainOfWaitsEndsWithItsName()
    {
        var clock = new ManualClock();
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, TimeProvider = clock }).Watched();
        var chain = executor.SubmitAsync(Chain, executor, 0);
        while (!chain.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        var error = await Assert.ThrowsAsync<ExecutorDeadlockException>(() => chain);
        Assert.Contains(nameof(Chain), error.Message);
    }

    [Fact]
    public async Task ACallThatWaitsForSomethingElseIsLeftAlone()
    {
        var clock = new ManualClock();
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, TimeProvider = clock }).Watched();
        using var go = new ManualResetEventSlim();
        using var isIn = new ManualResetEventSlim();
        var first = executor.SubmitAsync(static (ManualResetEventSlim entered, ManualResetEventSlim e) =>
        {
            entered.Set();
            e.Wait();
        }, isIn, go);
        isIn.Wait();
        var second = executor.SubmitAsync(Functions.Square, 3);
        for (var n = 0; n < 20; n++)
            clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, executor.GetStatus().WorkersStarted);
        Assert.False(second.IsCompleted);
        go.Set();
        await first;
        Assert.Equal(9, await second);
    }

    private static int Chain(ThreadPoolExecutor inner, int depth)
    {
        var next = Task.WhenAll(inner.SubmitAsync(Chain, inner, depth + 1));
        next.ConfigureAwait(false).GetAwaiter().GetResult();
        return depth;
    }
}
