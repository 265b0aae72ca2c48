using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

/// <summary>Events and barriers that processes share.</summary>
public sealed class Meetings(SharedPool pool) : IClassFixture<SharedPool>
{
    [Fact]
    public async Task AnEventIsSetInOneProcessAndSeenInAnother()
    {
        using var go = new ProcessEvent();
        using var done = new ProcessEvent();
        var call = pool.Executor.SubmitAsync(static async (ProcessEvent g, ProcessEvent d) =>
        {
            await g.WaitAsync();
            d.Set();
        }, go, done);
        Assert.False(await done.IsSetAsync());
        go.Set();
        await done.WaitAsync();
        await call;
        Assert.True(await done.IsSetAsync());
        await done.WaitAsync();
        done.Reset();
        Assert.False(await done.IsSetAsync());
        using var set = new ProcessEvent(isSet: true);
        await set.WaitAsync();
    }

    [Fact]
    public async Task AWaitForAnEventEndsWithItsTokenOrTheEvent()
    {
        var never = new ProcessEvent();
        using var source = new CancellationTokenSource();
        var cancelled = never.WaitAsync(source.Token).AsTask();
        var disposed = never.WaitAsync().AsTask();
        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled);
        Assert.False(disposed.IsCompleted);
        never.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => disposed);
    }

    [Fact]
    public async Task NobodyPassesABarrierBeforeAllHaveCome()
    {
        using var barrier = new ProcessBarrier(3);
        using var before = new SharedValue<int>();
        var calls = Enumerable.Range(0, 2).Select(_ => pool.Executor.SubmitAsync(static async (ProcessBarrier b, SharedValue<int> v) =>
        {
            List<int> seen = [];
            for (var phase = 0; phase < 10; phase++)
            {
                v.Add(1);
                Assert.Equal(2 * phase, await b.SignalAndWaitAsync());
                seen.Add(v.Read());
                await b.SignalAndWaitAsync();
            }
            return seen;
        }, barrier, before)).ToArray();
        for (var phase = 0; phase < 10; phase++)
        {
            before.Add(1);
            Assert.Equal(2 * phase, await barrier.SignalAndWaitAsync());
            Assert.Equal((2 * phase) + 1, await barrier.SignalAndWaitAsync());
        }
        foreach (var call in calls)
            Assert.Equal(Enumerable.Range(1, 10).Select(n => 3 * n), await call);
    }

    [Fact]
    public async Task AParticipantThatDiesWhileItWaitsBreaksTheBarrier()
    {
        using var barrier = new ProcessBarrier(3);
        using var gate = new Gate();
        var dying = pool.Executor.SubmitAsync(static async (ProcessBarrier b, string g) =>
        {
            var wait = b.SignalAndWaitAsync();
            Gate.Enter(g);
            await wait;
        }, barrier, gate.Address);
        var here = barrier.SignalAndWaitAsync().AsTask();
        Process.GetProcessById((await gate.ArrivalAsync()).ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => dying);
        await Assert.ThrowsAsync<BrokenBarrierException>(() => here);
        await Assert.ThrowsAsync<BrokenBarrierException>(async () => await barrier.SignalAndWaitAsync());
    }

    [Fact]
    public async Task WhoLeavesABarrierHasNotCome()
    {
        using var barrier = new ProcessBarrier(2);
        using var source = new CancellationTokenSource();
        var leaving = barrier.SignalAndWaitAsync(source.Token).AsTask();
        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => leaving);
        var first = barrier.SignalAndWaitAsync().AsTask();
        Assert.False(first.IsCompleted);
        Assert.Equal(0, await barrier.SignalAndWaitAsync());
        Assert.Equal(0, await first);

        var broken = barrier.SignalAndWaitAsync().AsTask();
        barrier.Break();
        await Assert.ThrowsAsync<BrokenBarrierException>(() => broken);
    }
}
