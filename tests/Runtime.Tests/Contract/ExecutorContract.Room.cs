using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    /// <summary>An executor of one worker that has room for so many calls more, disposed by the test.</summary>
    protected abstract IExecutor CreateBounded(int queueCapacity);

    [Fact]
    public async Task TakesNoMoreCallsThanItHasRoomFor()
    {
        await using var executor = CreateBounded(1).Watched();
        using var gate = new Gate();
        var running = await executor.EnqueueAsync(e => e.SubmitAsync(Functions.Wait, gate.Address));
        var visitor = await gate.ArrivalAsync();
        var pending = await executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, 3));
        Assert.False(executor.TrySubmit(e => e.SubmitAsync(Functions.Square, 4), out var none));
        Assert.Null(none);
        var waiting = executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, 5)).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, executor.GetStatus().Pending);

        visitor.Release();
        await running;
        Assert.Equal(9, await pending);
        Assert.Equal(25, await await waiting);
        Task<int>? some;
        while (!executor.TrySubmit(e => e.SubmitAsync(Functions.Square, 6), out some))
            await Task.Yield();
        Assert.Equal(36, await some);
    }

    [Fact]
    public async Task ServesThoseWhoWaitForRoomInTheirOrder()
    {
        await using var executor = CreateBounded(0).Watched();
        using var gate = new Gate();
        var running = executor.SubmitAsync(Functions.WaitNumbered, gate.Address, 1);
        var visitor = await gate.ArrivalAsync();
        var waiting = Enumerable.Range(2, 3)
            .Select(n => executor.EnqueueAsync(e => e.SubmitAsync(Functions.WaitNumbered, gate.Address, n)).AsTask()).ToArray();
        for (var n = 2; n <= 4; n++)
        {
            visitor.Release();
            visitor = await gate.ArrivalAsync();
            Assert.Equal(n, visitor.Number);
        }
        visitor.Release();
        Assert.Equal((int[])[2, 3, 4], await Task.WhenAll(await Task.WhenAll(waiting)));
        Assert.Equal(1, await running);
    }

    [Fact]
    public async Task EndsTheWaitForRoomWithItsTokenAndLosesNoPlace()
    {
        await using var executor = CreateBounded(0).Watched();
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var left = executor.EnqueueAsync(e => e.SubmitAsync(Functions.Throw, "never"), source.Token).AsTask();
        var stays = executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, 3)).AsTask();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(stays.IsCompleted);
        visitor.Release();
        await running;
        Assert.Equal(9, await await stays);
    }

    [Fact]
    public async Task TellsThoseWhoWaitForRoomThatItWasShutDown()
    {
        var executor = CreateBounded(0).Watched();
        using var gate = new Gate();
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var waiting = executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, 3)).AsTask();
        var shutdown = executor.ShutdownAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        Assert.Throws<ObjectDisposedException>(() => executor.TrySubmit(e => e.SubmitAsync(Functions.Square, 3), out _));
        visitor.Release();
        await running;
        await shutdown;
    }

    [Fact]
    public async Task GivesThePlaceBackHoweverACallEnds()
    {
        await using var executor = CreateBounded(0).Watched();
        using var fired = new CancellationTokenSource();
        fired.Cancel();
        for (var round = 0; round < 5; round++)
        {
            var failing = await executor.EnqueueAsync(e => e.SubmitAsync(Functions.Throw, "bad"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
            var cancelled = await executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, 3, fired.Token));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            await Assert.ThrowsAsync<FormatException>(async () =>
                await executor.EnqueueAsync(Task<int> (e) => throw new FormatException("before it submits")));
            Assert.Equal(0, await await executor.EnqueueAsync(e => Task.FromResult(0)));
            var named = await executor.With(new CallOptions { Name = "named" }).EnqueueAsync(e => e.SubmitAsync(Functions.SquareLater, round));
            Assert.Equal(round * round, await named);
        }
    }

    [Fact]
    public async Task HasRoomForEverythingUnlessItIsTold()
    {
        await using var executor = New(maxWorkers: 1);
        var calls = new List<Task<int>>();
        for (var n = 0; n < 100; n++)
        {
            Assert.True(executor.TrySubmit(e => e.SubmitAsync(Functions.Square, n), out var call));
            calls.Add(call);
            calls.Add(await executor.EnqueueAsync(e => e.SubmitAsync(Functions.Square, n)));
        }
        Assert.Equal(Enumerable.Range(0, 100).SelectMany(n => (int[])[n * n, n * n]), await Task.WhenAll(calls));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreateBounded(-2));
    }
}
