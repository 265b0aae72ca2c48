using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Fact]
    public async Task EndsACallWhoseTimeIsOver()
    {
        var clock = new ManualClock();
        await using var executor = Create(1, clock).Watched();
        using var gate = new Gate();
        var limited = executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(50), Name = "slow one" });
        var task = limited.SubmitAsync(Functions.WaitUntil, gate.Address);
        var visitor = await gate.ArrivalAsync();
        clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        var error = await Assert.ThrowsAsync<TimeoutException>(() => task);
        Assert.Contains("slow one", error.Message);
        Assert.Contains("00:00:00.05", error.Message);

        var later = limited.SubmitAsync(Functions.WaitUntilLater, gate.Address);
        visitor = await gate.ArrivalAsync();
        clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        await Assert.ThrowsAsync<TimeoutException>(() => later);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task DoesNotCountTheTimeThatACallIsPending()
    {
        var clock = new ManualClock();
        await using var executor = Create(1, clock).Watched();
        using var gate = new Gate();
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var limited = executor.With(new CallOptions { Timeout = TimeSpan.FromSeconds(20) });
        var pending = Enumerable.Range(0, 5).Select(n => limited.SubmitAsync(static (int x, CancellationToken _) => x * x, n)).ToArray();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(pending, task => task.IsCompleted);
        visitor.Release();
        await running;
        Assert.Equal((int[])[0, 1, 4, 9, 16], await Task.WhenAll(pending));
    }

    [Fact]
    public async Task LimitsEachMappedElement()
    {
        var clock = new ManualClock();
        await using var executor = Create(1, clock).Watched();
        using var gate = new Gate();
        var limited = executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        await using var results = limited.MapAsync(
            static (string s, CancellationToken ct) => s.Length == 0 ? 7 : Gate.EnterUntil(s, ct), ["", gate.Address], new MapOptions { ChunkSize = 10 })
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(7, results.Current);
        var next = results.MoveNextAsync().AsTask();
        await gate.ArrivalAsync();
        clock.Advance(TimeSpan.FromMilliseconds(60));
        await Assert.ThrowsAsync<TimeoutException>(() => next);
    }

    [Fact]
    public async Task SaysWhatRunsUnderWhichName()
    {
        await using var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        var named = executor.With(new CallOptions { Name = "the named one" }).SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        Assert.Equal("the named one", Assert.Single(executor.GetStatus().Workers).Call);
        visitor.Release();
        await named;

        var plain = executor.SubmitAsync(Functions.Wait, gate.Address);
        visitor = await gate.ArrivalAsync();
        var status = executor.GetStatus();
        Assert.Equal("Runtime.Tests.Contract.Functions.Wait", status.Workers[0].Call);
        Assert.Equal(1, status.Running);
        visitor.Release();
        await plain;
        while (executor.GetStatus().Workers is [{ State: not WorkerState.Idle }])
            await Task.Yield();
        Assert.Null(executor.GetStatus().Workers[0].Call);
    }

    [Fact]
    public async Task RefusesImpossibleCallOptions()
    {
        await using var executor = New();
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.With(new CallOptions { Timeout = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => executor.With(new CallOptions { Retries = -1 }));
    }

    [Fact]
    public async Task OptionsAreThoseOfTheLastWith()
    {
        await using var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        var named = executor.With(new CallOptions { Name = "first" }).With(new CallOptions { Name = "second" });
        var task = named.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        Assert.Equal("second", named.GetStatus().Workers[0].Call);
        visitor.Release();
        await task;
    }

    [Fact]
    public async Task EndsTheWaitForAllAtTheFirstException()
    {
        await using var executor = New();
        using var gate = new Gate();
        var waiting = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new[] { waiting, executor.SubmitAsync(Functions.ThrowAt13, 13) }.WhenAllOrFirstExceptionAsync());
        Assert.False(waiting.IsCompleted);
        visitor.Release();
        await waiting;
        Assert.Equal((int[])[1, 4], await new[] { executor.SubmitAsync(Functions.Square, 1), executor.SubmitAsync(Functions.Square, 2) }
            .WhenAllOrFirstExceptionAsync());
    }
}
