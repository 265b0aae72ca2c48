using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.Threads;

public sealed class BoundedThreadsTests
{
    [Fact]
    public void CallsTheBodyOnceForEachElement()
    {
        var seen = new ConcurrentBag<int>();
        BoundedThreads.ForEach(Enumerable.Range(0, 1000), 4, seen.Add);
        Assert.Equal(Enumerable.Range(0, 1000), seen.Order());
        BoundedThreads.ForEach<int>([], 4, _ => Assert.Fail("There is no element."));
    }

    [Fact]
    public void NeverUsesMoreThreadsThanItWasTold()
    {
        // All three are at the barrier at once, so there are three; a fourth would end the phase too early and show in the names.
        using var barrier = new Barrier(3);
        var names = new ConcurrentDictionary<string, int>();
        BoundedThreads.ForEach(Enumerable.Range(0, 30), 3, (int _) =>
        {
            names.AddOrUpdate(Thread.CurrentThread.Name!, 1, static (_, n) => n + 1);
            Assert.False(Thread.CurrentThread.IsThreadPoolThread);
            barrier.SignalAndWait();
        });
        Assert.Equal(3, names.Count);
        Assert.Equal(30, names.Values.Sum());
        Assert.Equal(10, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void StartsNoMoreThreadsThanThereAreElements()
    {
        using var barrier = new Barrier(2);
        var names = new ConcurrentBag<string?>();
        BoundedThreads.ForEach([1, 2], 100, (int _) =>
        {
            names.Add(Thread.CurrentThread.Name);
            barrier.SignalAndWait();
        });
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public void EnumeratesFromOneThreadAtATime()
    {
        var inside = 0;
        BoundedThreads.ForEach(Source(), 8, static (int _) => { });

        IEnumerable<int> Source()
        {
            for (var n = 0; n < 500; n++)
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                yield return n;
            }
        }
    }

    [Fact]
    public async Task EndsAnEndlessSourceAtTheFirstException()
    {
        var error = Assert.Throws<AggregateException>(() => BoundedThreads.ForEach(Endless(), 2, static (int n, CancellationToken token) =>
        {
            if (n == 10)
                throw new InvalidOperationException("ten");
            if (n > 10)
                token.WaitHandle.WaitOne();
        }));
        Assert.Equal("ten", Assert.Single(error.InnerExceptions).Message);
        await Assert.ThrowsAsync<FormatException>(() => BoundedThreads.ForEachAsync(Endless(), 2, static (int _) => throw new FormatException()));
        Assert.IsType<FormatException>(Assert.Throws<AggregateException>(() =>
            BoundedThreads.ForEach(Failing(), 2, static (int _) => { })).InnerException);
    }

    [Fact]
    public async Task StopsWithItsToken()
    {
        using var source = new CancellationTokenSource();
        var task = BoundedThreads.ForEachAsync(Endless(), 2, (int n, CancellationToken token) =>
        {
            if (n == 3)
                source.Cancel();
            token.ThrowIfCancellationRequested();
        }, source.Token);
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.True(task.IsCanceled);
        Assert.Throws<OperationCanceledException>(() => BoundedThreads.ForEach(Endless(), 2, static (int _) => { }, source.Token));
    }

    [Fact]
    public async Task DisposesTheSourceWhenAllHaveEnded()
    {
        var isDisposed = false;
        await Assert.ThrowsAsync<FormatException>(() => BoundedThreads.ForEachAsync(Source(), 4, n =>
        {
            Assert.False(Volatile.Read(ref isDisposed));
            if (n == 10)
                throw new FormatException();
        }));
        Assert.True(isDisposed);

        IEnumerable<int> Source()
        {
            try
            {
                for (var n = 0; ; n++)
                    yield return n;
            }
            finally
            {
                Volatile.Write(ref isDisposed, true);
            }
        }
    }

    [Theory, InlineData(0), InlineData(1025)]
    public void RefusesAnImpossibleNumberOfThreads(int maxThreads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BoundedThreads.ForEach([1], maxThreads, static (int _) => { }));

    private static IEnumerable<int> Endless()
    {
        for (var n = 0; ; n++)
            yield return n;
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        throw new FormatException();
    }
}
