using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task DisposalWaitsForEverythingThatWasSubmitted(bool asynchronously)
    {
        var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var pending = executor.SubmitAsync(Functions.SquareLater, 3);
        var visitor = await gate.ArrivalAsync();
        var disposal = asynchronously ? executor.DisposeAsync().AsTask() : Task.Factory.StartNew(executor.Dispose, TaskCreationOptions.LongRunning);
        Assert.False(disposal.IsCompleted);
        visitor.Release();
        await disposal;
        Assert.True(running.IsCompletedSuccessfully);
        Assert.True(pending.IsCompletedSuccessfully);
        Assert.Equal(9, await pending);
    }

    [Fact]
    public async Task DisposesWithoutHavingRunAnything()
    {
        await New().DisposeAsync();
        New().Dispose();
    }

    [Fact]
    public async Task RefusesCallsAfterShutdown()
    {
        var executor = New();
        await executor.SubmitAsync(Functions.Square, 1);
        await executor.ShutdownAsync();
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.SubmitAsync(Functions.Square, 1); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.SubmitAsync(Functions.SquareLater, 1); });
        Assert.Throws<ObjectDisposedException>(() => { _ = executor.SubmitAsync(Functions.TokenState); });
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await executor.MapAsync(Functions.Square, [1]).ToListAsync());
    }

    [Fact]
    public async Task ShutsDownTwiceAndAtOnce()
    {
        var executor = New();
        using var gate = new Gate();
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var shutdowns = Enumerable.Range(0, 4).Select(n => Task.Run(() => executor.ShutdownAsync(cancelPending: n % 2 == 0))).ToArray();
        visitor.Release();
        await Task.WhenAll(shutdowns);
        Assert.True(running.IsCompletedSuccessfully);
        await executor.ShutdownAsync();
        executor.Dispose();
    }

    [Fact]
    public async Task WithdrawsWhatIsPendingWhenShutdownSaysSo()
    {
        var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        var running = executor.SubmitAsync(Functions.WaitNumbered, gate.Address, 1);
        var visitor = await gate.ArrivalAsync();
        Task[] pending =
        [
            executor.SubmitAsync(Functions.Square, 1),
            executor.SubmitAsync(Functions.Square, 1, source.Token),
            executor.SubmitAsync(Functions.SquareLater, 1),
            executor.SubmitAsync(Functions.TokenState),
        ];
        var shutdown = executor.ShutdownAsync(cancelPending: true);
        foreach (var task in pending)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.Equal(TaskStatus.Canceled, task.Status);
        }
        Assert.False(shutdown.IsCompleted);
        visitor.Release();
        await shutdown;
        Assert.Equal(1, await running);
    }

    [Fact]
    public async Task StopsWhatRunsWhenTheTokenOfShutdownFires()
    {
        var executor = New(maxWorkers: 1);
        using var gate = new Gate();
        using var patience = new CancellationTokenSource();
        var running = executor.SubmitAsync(Functions.WaitUntil, gate.Address);
        var pending = executor.SubmitAsync(Functions.Square, 1);
        await gate.ArrivalAsync();
        var shutdown = executor.ShutdownAsync(cancellationToken: patience.Token);
        patience.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shutdown);
        await Assert.ThrowsAnyAsync<Exception>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        await executor.ShutdownAsync();
    }

    [Fact]
    public async Task ShutsDownFromAContinuationOfItsOwnCall()
    {
        var executor = New();
        await executor.SubmitAsync(Functions.Square, 1).ContinueWith(
            _ => executor.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await executor.ShutdownAsync();
    }

    [Fact]
    public async Task CountsDownToZero()
    {
        var executor = New();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => executor.SubmitAsync(Functions.Square, n)));
        await executor.DisposeAsync();
        var status = executor.GetStatus();
        Assert.False(status.AcceptsCalls);
        Assert.Equal((0, 0), (status.Pending, status.Running));
        Assert.Empty(status.Workers);
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(1025)]
    public void RefusesAnImpossibleNumberOfWorkers(int maxWorkers) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(maxWorkers));
}
