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
    public async Task AWaitForAMapIsSeenAndEnds()
    {
        await using var executor = new ThreadPoolExecutor(1).Watched();
        var options = new MapOptions { ChunkSize = 1 };
        Assert.Equal(50, await executor.SubmitAsync(
            () => executor.MapAsync(static x => x, Enumerable.Range(0, 50), options).ToListAsync().AsTask().Result.Count));
    }

    [Fact]
    public async Task AWaitForAHelperThatSubmitsLaterIsSeenAndEnds()
    {
        await using var executor = new ThreadPoolExecutor(1).Watched();
        Assert.Equal(16, await executor.SubmitAsync(() => SquareAfterPauseAsync(executor).Result));

        static async Task<int> SquareAfterPauseAsync(ThreadPoolExecutor inner)
        {
            await Task.Delay(50).ConfigureAwait(false);
            return await inner.SubmitAsync(Functions.Square, 4);
        }
    }

    /// <summary>The mark that says "inside a call" comes with the caller's context, or without one, or after an <c>await</c>.</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, true)]
    public async Task AWaitForAThreadThatSubmitsIsSeenAndEnds(bool hasContext, bool isSuppressed, bool isAsynchronous)
    {
        new AsyncLocal<bool>().Value = hasContext;
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, SuppressFlow = isSuppressed }).Watched();
        if (isAsynchronous)
        {
            Assert.Equal(16, await executor.SubmitAsync(async () =>
            {
                await Task.Yield();
                return Task.Run(() => executor.SubmitAsync(Functions.Square, 4)).GetAwaiter().GetResult();
            }));
        }
        else
        {
            Assert.Equal(16, await executor.SubmitAsync(
                () => Task.Run(() => executor.SubmitAsync(Functions.Square, 4)).GetAwaiter().GetResult()));
        }
    }

    [Fact]
    public async Task TwoPoolsThatWaitForEachOtherAreSeenAndEnd()
    {
        await using var a = new ThreadPoolExecutor(1).Watched();
        await using var b = new ThreadPoolExecutor(1).Watched();
        Assert.Equal(16, await a.SubmitAsync(() => b.SubmitAsync(() => a.SubmitAsync(Functions.Square, 4).Result).Result));
    }

    /// <summary>A call that has ended, or awaits, keeps no thread waiting, whatever it has left behind.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatACallHasLeftBehindIsLeftAlone(bool isUnderWay)
    {
        var clock = new ManualClock();
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, TimeProvider = clock }).Watched();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource();
        using var wake = new ManualResetEventSlim();
        Task serving = Task.CompletedTask;
        var server = executor.SubmitAsync(async () =>
        {
            serving = Task.Run(ServeAsync);
            if (isUnderWay)
                await end.Task;
        });
        if (!isUnderWay)
            await server;
        var sleeping = executor.SubmitAsync(() => wake.Wait());
        go.SetResult();
        while (executor.GetStatus() is not { Pending: 1 })
            await Task.Yield();
        for (var n = 0; n < 20; n++)
            clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, executor.GetStatus().WorkersStarted);
        wake.Set();
        end.SetResult();
        await Task.WhenAll(server, sleeping, serving);

        async Task ServeAsync()
        {
            await go.Task;
            await executor.SubmitAsync(Functions.Square, 4);
        }
    }

    [Fact]
    public async Task WhatACallSetsIsNotTheNextOnes()
    {
        var local = new AsyncLocal<int>();
        await using var executor = new ThreadPoolExecutor(new ThreadExecutorOptions { MaxWorkers = 1, SuppressFlow = true }).Watched();
        await executor.SubmitAsync(() => { local.Value = 7; });
        Assert.Equal(0, await executor.SubmitAsync(() => local.Value));
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
