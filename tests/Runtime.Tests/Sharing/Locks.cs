using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Sharing;

/// <summary>Locks and semaphores that processes share.</summary>
public sealed class Locks(SharedPool pool) : IClassFixture<SharedPool>
{
    [Fact]
    public async Task OneHoldsItAtATime()
    {
        using var guard = new ProcessLock();
        using var unguarded = new SharedValue<int>();
        var calls = Enumerable.Range(0, 4).Select(_ => pool.Executor.SubmitAsync(static async (ProcessLock l, SharedValue<int> v) =>
        {
            for (var n = 0; n < 50; n++)
            {
                await using var held = await l.AcquireAsync();
                Assert.False(held.IsAbandoned);
                var seen = v.Read();
                await Task.Yield();
                v.Write(seen + 1);
            }
        }, guard, unguarded)).ToArray();
        for (var n = 0; n < 50; n++)
        {
            using var held = guard.Acquire();
            var seen = unguarded.Read();
            await Task.Yield();
            unguarded.Write(seen + 1);
        }
        await Task.WhenAll(calls);
        Assert.Equal(250, unguarded.Read());
    }

    [Fact]
    public async Task AHolderThatDiesReleases()
    {
        using var guard = new ProcessLock();
        using var gate = new Gate();
        var holding = pool.Executor.SubmitAsync(static (ProcessLock l, string g) =>
        {
            _ = l.Acquire();
            return Gate.Enter(g);
        }, guard, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var waiting = guard.AcquireAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        Process.GetProcessById(visitor.ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => holding);
        var held = await waiting;
        Assert.True(held.IsAbandoned);
        held.Dispose();
        using var next = await guard.AcquireAsync();
        Assert.False(next.IsAbandoned);
    }

    [Fact]
    public async Task IsGrantedInTheOrderOfAsking()
    {
        using var guard = new ProcessLock();
        var first = await guard.AcquireAsync();
        using var source = new CancellationTokenSource();
        var second = guard.AcquireAsync(source.Token).AsTask();
        var third = guard.AcquireAsync().AsTask();
        source.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        await first.DisposeAsync();
        var held = await third;

        // Given back once: the second time it is somebody else's.
        var fourth = guard.AcquireAsync().AsTask();
        first.Dispose();
        Assert.False(fourth.IsCompleted);
        held.Dispose();
        (await fourth).Dispose();
    }

    [Fact]
    public async Task AWaitInAWorkerEndsWithItsToken()
    {
        using var guard = new ProcessLock();
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        using var held = await guard.AcquireAsync();
        var call = pool.Executor.SubmitAsync(static async (ProcessLock l, string g, CancellationToken ct) =>
        {
            Gate.Enter(g);
            await l.AcquireAsync(ct);
        }, guard, gate.Address, source.Token);
        (await gate.ArrivalAsync()).Release();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task WhoWaitsForALockThatIsDisposedIsTold()
    {
        var guard = new ProcessLock();
        using var gate = new Gate();
        using var held = await guard.AcquireAsync();
        var here = guard.AcquireAsync().AsTask();
        var there = pool.Executor.SubmitAsync(static async (ProcessLock l, string g) =>
        {
            var wait = l.AcquireAsync();
            Gate.Enter(g);
            await wait;
        }, guard, gate.Address);
        var visitor = await gate.ArrivalAsync();
        guard.Dispose();
        visitor.Release();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => here);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => there);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await guard.AcquireAsync());
    }

    [Fact]
    public async Task NeverAreMorePlacesTakenThanThereAre()
    {
        using var places = new ProcessSemaphore(2);
        using var inside = new SharedValue<int>();
        using var most = new SharedValue<int>();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => pool.Executor.SubmitAsync(
            static async (ProcessSemaphore s, SharedValue<int> i, SharedValue<int> m) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
                {
                    await using var held = await s.AcquireAsync(1 + (n % 2));
                    var now = i.Add(1 + (n % 2));
                    m.Update(Math.Max, now);
                    await Task.Yield();
                    i.Add(-1 - (n % 2));
                }));
            }, places, inside, most)));
        Assert.Equal(0, inside.Read());
        Assert.Equal(2, most.Read());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await places.AcquireAsync(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(0));
    }

    [Fact]
    public async Task ARequestForManyPlacesIsNotOvertaken()
    {
        using var places = new ProcessSemaphore(3);
        var one = await places.AcquireAsync();
        var all = places.AcquireAsync(3).AsTask();
        var later = places.AcquireAsync().AsTask();
        Assert.False(all.IsCompleted);
        Assert.False(later.IsCompleted);
        one.Dispose();
        var held = await all;
        Assert.False(later.IsCompleted);
        held.Dispose();
        (await later).Dispose();
    }

    [Fact]
    public async Task PlacesOfAProcessThatDiesAreFree()
    {
        using var places = new ProcessSemaphore(3);
        using var gate = new Gate();
        var holding = pool.Executor.SubmitAsync(static async (ProcessSemaphore s, string g) =>
        {
            await s.AcquireAsync(2);
            return Gate.Enter(g);
        }, places, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var all = places.AcquireAsync(3).AsTask();
        Assert.False(all.IsCompleted);
        Process.GetProcessById(visitor.ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => holding);
        (await all).Dispose();
    }
}
