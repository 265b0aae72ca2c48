using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Contract;

public abstract partial class ExecutorContract
{
    /// <summary>An executor whose workers first run this, disposed by the test.</summary>
    protected abstract IExecutor Create(int maxWorkers, WorkerInitializer initializer, int maxStartFailures = 5);

    [Fact]
    public async Task StartsWorkersBeforeThereAreCalls()
    {
        await using var executor = New(maxWorkers: 3);
        await executor.WarmUpAsync(2);
        Assert.Equal(2, executor.GetStatus().Workers.Count(w => w.State != WorkerState.Starting));
        await executor.WarmUpAsync();
        Assert.Equal(3, executor.GetStatus().Workers.Count(w => w.State != WorkerState.Starting));
        await executor.WarmUpAsync(1);
        Assert.Equal(3, executor.GetStatus().WorkersStarted);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task DoesNotWarmUpWhatWasShutDown()
    {
        var executor = New();
        await executor.ShutdownAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await executor.WarmUpAsync());
    }

    [Fact]
    public async Task RunsTheInitializerOnceInEachWorker()
    {
        var log = Directory.CreateTempSubdirectory().FullName;
        await using (var executor = Create(2, WorkerInitializer.Of(Log, log)).Watched())
        {
            await executor.WarmUpAsync();
            Assert.Equal(2, Directory.GetFiles(log).Length);
            Assert.Equal(Enumerable.Range(0, 50).Select(n => n * n),
                await Task.WhenAll(Enumerable.Range(0, 50).Select(n => executor.SubmitAsync(Functions.Square, n))));
        }
        Assert.Equal(2, Directory.GetFiles(log).Length);
        Directory.Delete(log, recursive: true);
    }

    [Fact]
    public async Task RunsAnAsynchronousInitializerToItsEnd()
    {
        await using var executor = Create(1, WorkerInitializer.Of(static async () =>
        {
            await Task.Yield();
            AppContext.SetData("initialized", "yes");
        })).Watched();
        Assert.Equal("yes", await executor.SubmitAsync(static () => AppContext.GetData("initialized") as string));
    }

    [Fact]
    public async Task TriesAnotherWorkerWhenAnInitializerFails()
    {
        var log = Directory.CreateTempSubdirectory().FullName;
        await using (var executor = Create(1, WorkerInitializer.Of(FailTwice, log)).Watched())
            Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
        Assert.Equal(3, Directory.GetFiles(log).Length);
        Directory.Delete(log, recursive: true);
    }

    [Fact]
    public async Task GivesUpWhenEveryInitializerFails()
    {
        var queued = Path.Combine(Directory.CreateTempSubdirectory().FullName, "queued");
        await using var executor = Create(1, WorkerInitializer.Of(FailAfter, queued), maxStartFailures: 2).Watched();
        var warm = executor.WarmUpAsync();
        var call = executor.SubmitAsync(Functions.Square, 3);
        var asynchronous = executor.SubmitAsync(Functions.SquareLater, 3);
        var cancellable = executor.SubmitAsync(Functions.TokenState);

        // Who comes when the executor has given up is refused at once; these three are to be in its queue by then.
        File.Create(queued).Dispose();
        var error = await Assert.ThrowsAsync<BrokenExecutorException>(() => call);
        Assert.Contains("never ready", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException!.InnerException);
        await Assert.ThrowsAsync<BrokenExecutorException>(() => asynchronous);
        await Assert.ThrowsAsync<BrokenExecutorException>(() => cancellable);
        await Assert.ThrowsAsync<BrokenExecutorException>(() => warm);
        Assert.Throws<BrokenExecutorException>(() => { _ = executor.SubmitAsync(Functions.Square, 3); });
        Assert.False(executor.GetStatus().AcceptsCalls);
        Assert.Equal(2, executor.GetStatus().WorkersStarted);
        Directory.Delete(Path.GetDirectoryName(queued)!, recursive: true);
    }

    private static void FailAfter(string file)
    {
        SpinWait.SpinUntil(() => File.Exists(file), TimeSpan.FromMinutes(1));
        throw new InvalidOperationException("never ready");
    }

    /// <summary>A file each: two processes that append to one write over each other.</summary>
    private static void Log(string directory) => File.Create(Path.Combine(directory, Guid.NewGuid().ToString())).Dispose();

    private static void FailTwice(string directory)
    {
        Log(directory);
        if (Directory.GetFiles(directory).Length < 3)
            throw new InvalidOperationException("not yet");
    }
}
