using System.Diagnostics;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Processes;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

public sealed class QueuesAndPipes(SharedPool pool) : IClassFixture<SharedPool>
{
    [Fact]
    public async Task WhatWorkersPutIsTakenOnceAndInTheirOrder()
    {
        using var queue = new ProcessQueue<(int Worker, int Number)>(capacity: 10);
        var producers = Enumerable.Range(0, 2).Select(worker => pool.Executor.SubmitAsync(
            static async (ProcessQueue<(int, int)> q, int w) =>
            {
                for (var n = 0; n < 200; n++)
                    await q.EnqueueAsync((w, n));
            }, queue, worker)).ToArray();
        var taken = new List<(int Worker, int Number)>();
        var reading = Task.Run(async () =>
        {
            await foreach (var item in queue.ReadAllAsync())
                taken.Add(item);
        });
        await Task.WhenAll(producers);
        await queue.CompleteAsync();
        await reading;
        await queue.DrainedAsync();
        Assert.Equal(400, taken.Count);
        for (var worker = 0; worker < 2; worker++)
            Assert.Equal(Enumerable.Range(0, 200), taken.Where(t => t.Worker == worker).Select(t => t.Number));
    }

    [Fact]
    public async Task WorkersTakeWhatTheParentPuts()
    {
        using var queue = new ProcessQueue<string>();
        var consumers = Enumerable.Range(0, 2).Select(_ => pool.Executor.SubmitAsync(static async (ProcessQueue<string> q) =>
        {
            var mine = new List<string>();
            await foreach (var item in q.ReadAllAsync())
                mine.Add(item);
            return mine;
        }, queue)).ToArray();
        for (var n = 0; n < 300; n++)
            await queue.EnqueueAsync($"{n}");
        await queue.CompleteAsync();
        Assert.Equal(Enumerable.Range(0, 300), (await Task.WhenAll(consumers)).SelectMany(t => t).Select(int.Parse).Order());
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await queue.EnqueueAsync("late"));
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await queue.DequeueAsync());
    }

    [Fact]
    public async Task WhoHasPutMayEndBeforeItIsTaken()
    {
        await using var executor = new ProcessPoolExecutor(1).Watched();
        using var queue = new ProcessQueue<byte[]>();
        await executor.SubmitAsync(static async (ProcessQueue<byte[]> q) =>
        {
            for (var n = 0; n < 4; n++)
                await q.EnqueueAsync(Enumerable.Repeat((byte)n, 1 << 20).ToArray());
        }, queue);

        // Python's trap: join before drain.
        await executor.DisposeAsync();
        for (var n = 0; n < 4; n++)
        {
            var item = await queue.DequeueAsync();
            Assert.Equal(1 << 20, item.Length);
            Assert.All(item[..10], b => Assert.Equal(n, b));
        }
    }

    [Fact]
    public async Task AFullQueueHoldsBackWhoPuts()
    {
        using var queue = new ProcessQueue<int>(capacity: 2);
        using var source = new CancellationTokenSource();
        await queue.EnqueueAsync(1);
        await queue.EnqueueAsync(2);
        var cancelled = queue.EnqueueAsync(3, source.Token).AsTask();
        var fourth = queue.EnqueueAsync(4).AsTask();
        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
        Assert.False(fourth.IsCompleted);
        Assert.Equal(1, await queue.DequeueAsync());
        await fourth;
        Assert.Equal(2, await queue.DequeueAsync());
        Assert.Equal(4, await queue.DequeueAsync());
        var empty = queue.DequeueAsync().AsTask();
        Assert.False(empty.IsCompleted);
        await queue.CompleteAsync();
        await Assert.ThrowsAsync<ChannelClosedException>(() => empty);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessQueue<int>(0));
    }

    [Fact]
    public async Task WhoTakesHearsWithWhichErrorTheQueueWasCompletedAfterTheLastItem()
    {
        using var queue = new ProcessQueue<int>();
        await pool.Executor.SubmitAsync(static async (ProcessQueue<int> q) =>
        {
            await q.EnqueueAsync(7);
            await q.CompleteAsync(new InvalidOperationException("the source is broken"));
            await q.CompleteAsync(new FormatException("too late"));
        }, queue);

        var taken = new List<int>();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var item in queue.ReadAllAsync(TestContext.Current.CancellationToken))
                taken.Add(item);
        });
        Assert.Equal("the source is broken", error.Message);
        Assert.Equal([7], taken);
        var closed = await Assert.ThrowsAsync<ChannelClosedException>(async () => await queue.EnqueueAsync(8));
        Assert.Equal("the source is broken", closed.InnerException!.Message);
        await queue.DrainedAsync();
        var there = await Assert.ThrowsAsync<InvalidOperationException>(() => pool.Executor.SubmitAsync(static async (ProcessQueue<int> q) =>
        {
            await foreach (var _ in q.ReadAllAsync())
            {
            }
        }, queue));
        Assert.Equal("the source is broken", there.Message);
    }

    [Fact]
    public async Task ADeadConsumerWaitsForNothing()
    {
        using var queue = new ProcessQueue<int>();
        using var gate = new Gate();
        var dying = pool.Executor.SubmitAsync(static async (ProcessQueue<int> q, string g) =>
        {
            var item = q.DequeueAsync();
            Gate.Enter(g);
            return await item;
        }, queue, gate.Address);
        Process.GetProcessById((await gate.ArrivalAsync()).ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => dying);

        // Its connection may end a moment after its process.
        var item = queue.DequeueAsync().AsTask();
        for (var n = 0; !item.IsCompleted; n++)
        {
            await queue.EnqueueAsync(n);
            await Task.WhenAny(item, Task.Delay(100, TestContext.Current.CancellationToken));
        }
        Assert.InRange(await item, 0, 10);
    }

    [Fact]
    public async Task AnItemThatCannotBeSentFailsWhereItIsPut()
    {
        Assert.Throws<WorkerFunctionException>(() => new ProcessQueue<Stream>());
        using var queue = new ProcessQueue<Boundaries.Touchy>();
        var error = await Assert.ThrowsAsync<WorkerFunctionException>(async () => await queue.EnqueueAsync(new Boundaries.Touchy()));
        Assert.Contains("cannot be touched", error.Message);
        Assert.Throws<WorkerFunctionException>(() =>
            { _ = pool.Executor.SubmitAsync(static (List<ProcessLock> locks) => locks.Count, new List<ProcessLock>()); });
    }

    [Fact]
    public async Task QueuesCarryWhatIsShared()
    {
        using var queue = new ProcessQueue<SharedArray<int>>();
        using var array = new SharedArray<int>(3);
        await queue.EnqueueAsync(array);
        await pool.Executor.SubmitAsync(static async (ProcessQueue<SharedArray<int>> q) =>
        {
            var a = await q.DequeueAsync();
            a[2] = 5;
        }, queue);
        Assert.Equal(5, array[2]);
    }

    [Fact]
    public async Task APipeCarriesBothWays()
    {
        var (here, there) = ProcessPipe.CreatePair<string, int>();
        using (here)
        {
            var echo = pool.Executor.SubmitAsync(Measure, there);
            await here.SendAsync("one");
            Assert.Equal(3, await here.ReceiveAsync());
            await here.SendAsync("three");
            Assert.Equal(5, await here.ReceiveAsync());
            here.Close();
            Assert.Equal(2, await echo);
        }
    }

    [Fact]
    public async Task AnEndWhoseProcessDiesIsClosed()
    {
        var (here, there) = ProcessPipe.CreatePair<string, int>();
        var dying = pool.Executor.SubmitAsync(static async (ProcessPipe<int, string> end) =>
        {
            await end.SendAsync(Environment.ProcessId);
            await end.ReceiveAsync();
        }, there);
        Process.GetProcessById(await here.ReceiveAsync()).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => dying);
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await here.ReceiveAsync());
        await Assert.ThrowsAsync<ChannelClosedException>(async () => await here.SendAsync("hello?"));
        here.Dispose();
    }

    [Fact]
    public async Task AnEndBelongsToOneProcess()
    {
        var (here, there) = ProcessPipe.CreatePair<string, int>();
        using var used = here;
        var call = pool.Executor.SubmitAsync(Measure, there);
        Assert.Contains("sent away", Assert.Throws<WorkerFunctionException>(() => { _ = pool.Executor.SubmitAsync(Measure, there); }).Message);
        await here.SendAsync("mine");
        Assert.Equal(4, await here.ReceiveAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await there.SendAsync(1));
        here.Close();
        await call;
    }

    private static async Task<int> Measure(ProcessPipe<int, string> end)
    {
        for (var count = 0; ; count++)
        {
            try
            {
                await end.SendAsync((await end.ReceiveAsync()).Length);
            }
            catch (ChannelClosedException)
            {
                return count;
            }
        }
    }
}
