using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Fact]
    public async Task DoesNotStartACallWhoseTokenHasFired()
    {
        await using var executor = New();
        var task = executor.SubmitAsync(Functions.Square, 2, new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(TaskStatus.Canceled, task.Status);
    }

    [Fact]
    public async Task WithdrawsAPendingCall()
    {
        await using var executor = New(maxWorkers: 1);
        using var busy = new Gate();
        using var never = new Gate();
        using var source = new CancellationTokenSource();
        var running = executor.SubmitAsync(Functions.Wait, busy.Address);
        var visitor = await busy.ArrivalAsync();
        var pending = executor.SubmitAsync(Functions.Wait, never.Address, source.Token);
        var later = executor.SubmitAsync(Functions.Square, 4);

        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Equal(TaskStatus.Canceled, pending.Status);
        Assert.False(running.IsCompleted);

        visitor.Release();
        await running;
        Assert.Equal(16, await later);
        Assert.False(never.HasUnmetVisitors);
    }

    [Fact]
    public async Task TellsARunningFunctionThroughItsToken()
    {
        await using var executor = New();
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        var task = executor.SubmitAsync(Functions.WaitUntil, gate.Address, source.Token);
        var visitor = await gate.ArrivalAsync();
        source.Cancel();
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(TaskStatus.Canceled, task.Status);
    }

    [Fact]
    public async Task TellsARunningAsynchronousFunctionThroughItsToken()
    {
        await using var executor = New();
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        var task = executor.SubmitAsync(Functions.WaitUntilLater, gate.Address, source.Token);
        var visitor = await gate.ArrivalAsync();
        source.Cancel();
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(TaskStatus.Canceled, task.Status);
    }

    [Fact]
    public async Task LetsARunningFunctionWithoutTokenEnd()
    {
        await using var executor = New();
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        var task = executor.SubmitAsync(Functions.WaitNumbered, gate.Address, 5, source.Token);
        var visitor = await gate.ArrivalAsync();
        source.Cancel();
        visitor.Release();
        Assert.Equal(5, await task);
    }

    [Fact]
    public async Task KeepsAResultWhenTheTokenFiresAfterwards()
    {
        await using var executor = New();
        using var source = new CancellationTokenSource();
        var task = executor.SubmitAsync(Functions.Square, 3, source.Token);
        Assert.Equal(9, await task);
        source.Cancel();
        Assert.Equal(TaskStatus.RanToCompletion, task.Status);
    }

    [Fact]
    public async Task TakesACancellationThatNobodyAskedForAsAFailure()
    {
        await using var executor = New();
        var task = executor.SubmitAsync(Functions.ThrowCancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(TaskStatus.Faulted, task.Status);
    }

    [Fact]
    public async Task EndsEveryCallOnceWhenCancellationRacesWithTheResult()
    {
        await using var executor = New();
        var outcomes = new List<TaskStatus>();
        for (var i = 0; i < 200; i++)
        {
            using var source = new CancellationTokenSource();
            var task = executor.SubmitAsync(Functions.Square, i, source.Token);
            await Task.WhenAll(Task.Run(source.Cancel), ((Task)task).ContinueWith(static _ => { }, TaskScheduler.Default));
            if (task.Status == TaskStatus.RanToCompletion)
                Assert.Equal(i * i, await task);
            outcomes.Add(task.Status);
        }
        Assert.All(outcomes, status => Assert.True(status is TaskStatus.RanToCompletion or TaskStatus.Canceled, status.ToString()));
    }
}
