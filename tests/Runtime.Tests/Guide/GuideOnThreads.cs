using System.Collections.Concurrent;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;

namespace Runtime.Tests.Guide;

/// <summary>The snippets of docs/executors.md about threads: what stands between the marks stands there, and runs here.</summary>
public sealed class GuideOnThreads
{
    [Fact]
    public void Thread()
    {
        var total = 0L;
        // snippet: thread
        using (JoinedThread.Start(Add))
        {
            // both run here
        }

        // here the thread has ended; what it has thrown would have been thrown by the brace

        void Add() => total += 42;
        // end
        Assert.Equal(42, total);
    }

    [Fact]
    public async Task Daemon()
    {
        var beats = 0;
        var hasBeaten = new TaskCompletionSource();
        // snippet: daemon
        await using (JoinedThread.Start(Beat, "heart"))
        {
            await hasBeaten.Task;
        }

        void Beat(CancellationToken stop)
        {
            // Not killed anywhere in the middle: told to stop, and waited for.
            while (!stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1)))
            {
                beats++;
                hasBeaten.TrySetResult();
            }
        }
        // end
        Assert.True(beats > 0);
    }

    [Fact]
    public void ThreadForEachElement()
    {
        string[] urls = [.. Enumerable.Range(0, 100).Select(n => $"{n}")];
        var sizes = new ConcurrentDictionary<string, int>();
        // snippet: threads
        BoundedThreads.ForEach(urls, maxThreads: 8, url => sizes[url] = Download(url));
        // end
        Assert.Equal(100, sizes.Count);

        static int Download(string url) => url.Length;
    }

    [Fact]
    public async Task Lock()
    {
        // snippet: lock
        var gate = new Lock();
        var visitors = 0;
        await using (var executor = new ThreadPoolExecutor(4))
        {
            for (var n = 0; n < 1000; n++)
                _ = executor.SubmitAsync(Count);
        }

        void Count()
        {
            lock (gate)
                visitors++;
        }
        // end
        Assert.Equal(1000, visitors);
    }

    [Fact]
    public void ThreadLocal()
    {
        // snippet: thread-local
        using var sums = new ThreadLocal<long>(trackAllValues: true);
        BoundedThreads.ForEach(Enumerable.Range(1, 1000), maxThreads: 4, n => sums.Value += n);
        var total = sums.Values.Sum();  // after the threads have ended
        // end
        Assert.Equal(500_500, total);
    }

    [Fact]
    public async Task ProducerAndConsumer()
    {
        var seen = new List<int>();
        // snippet: producer-consumer
        var items = Channel.CreateBounded<int>(capacity: 10);
        var consuming = ConsumeAsync();
        for (var n = 0; n < 100; n++)
            await items.Writer.WriteAsync(n);
        items.Writer.Complete();  // no None for each consumer
        await consuming;

        async Task ConsumeAsync()
        {
            await foreach (var item in items.Reader.ReadAllAsync())
                seen.Add(item);
        }
        // end
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public async Task ThreadExecutor()
    {
        // snippet: thread-executor
        await using var executor = new ThreadPoolExecutor(maxWorkers: 5);
        var square = executor.SubmitAsync(x => x * x, 12);
        var answer = await square;  // result, or the exception of the function
        // end
        Assert.Equal(144, answer);
    }

    [Fact]
    public async Task Fetch()
    {
        var page = new Dictionary<string, string> { ["a"] = "one", ["b"] = "three" };
        var urls = page.Keys.ToArray();
        var lengths = new List<(string, int)>();
        // snippet: fetch
        using var places = new SemaphoreSlim(5);  // five at a time; waiting needs no thread
        await foreach (var fetched in Task.WhenEach(urls.Select(FetchAsync)))
        {
            var (url, length) = await fetched;  // as completed
            lengths.Add((url, length));
        }

        async Task<(string Url, int Length)> FetchAsync(string url)
        {
            await places.WaitAsync();
            try
            {
                return (url, (await GetStringAsync(url)).Length);
            }
            finally
            {
                places.Release();
            }
        }
        // end
        Assert.Equal([("a", 3), ("b", 5)], lengths.Order());

        async Task<string> GetStringAsync(string url)
        {
            await Task.Yield();
            return page[url];
        }
    }

    [Fact]
    public async Task Context()
    {
        // snippet: nested
        await using var executor = new ThreadPoolExecutor(maxWorkers: 1);
        var answer = await executor.SubmitAsync(() =>
        {
            var inner = executor.SubmitAsync(Functions.Square, 4);
            return inner.Result;  // the only thread waits, so it runs the inner call itself
        });
        // end
        Assert.Equal(16, answer);
    }
}
