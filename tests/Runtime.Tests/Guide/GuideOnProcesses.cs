using System.Net;
using System.Net.Sockets;
using System.Numerics;
using ConcurrencyAnalyzers.Runtime;

namespace Runtime.Tests.Guide;

/// <summary>The snippets of docs/executors.md about processes: what stands between the marks stands there, and runs here.</summary>
public sealed class GuideOnProcesses
{
    [Fact]
    public async Task Process()
    {
        // snippet: process
        await using var process = WorkerProcess.Start(Describe, "Ada");
        var greeting = await process.Completion;  // the result, or the exception
        var code = await process.Exited;          // the exit code

        static string Describe(string name) => $"{name} in {Environment.ProcessId}";
        // end
        Assert.Equal($"Ada in {process.Id}", greeting);
        Assert.Equal(0, code);
    }

    [Fact]
    public async Task ProcessExecutor()
    {
        // snippet: process-executor
        await using var executor = new ProcessPoolExecutor(maxWorkers: 2);
        var primes = await executor.SubmitAsync(CountPrimes, 1, 10_000);

        static int CountPrimes(int start, int end) =>
            Enumerable.Range(start, end - start).Count(static n => n > 1 && Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0));
        // end
        Assert.Equal(1229, primes);
    }

    [Fact]
    public async Task PoolMap()
    {
        // snippet: pool-map
        await using var executor = new ProcessPoolExecutor();
        var squares = await executor.MapAsync(static x => x * x, Enumerable.Range(0, 10)).ToListAsync();
        // end
        Assert.Equal(Enumerable.Range(0, 10).Select(x => x * x), squares);
    }

    [Fact]
    public async Task AsCompleted()
    {
        var sum = 0;
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: as-completed
        var calls = Enumerable.Range(0, 10).Select(n => executor.SubmitAsync(static x => x * x, n));
        await foreach (var call in Task.WhenEach(calls))
            sum += await call;

        // the same, from a source that may be endless
        await foreach (var square in executor.MapAsync(static x => x * x, Enumerable.Range(0, 10), new MapOptions { Ordered = false }))
            sum += square;
        // end
        Assert.Equal(2 * 285, sum);
    }

    [Fact]
    public async Task Queue()
    {
        await using var executor = new ProcessPoolExecutor(2);
        var sum = 0;
        // snippet: queue
        using var queue = new ProcessQueue<int>(capacity: 10);
        var producing = executor.SubmitAsync(ProduceAsync, queue);
        await foreach (var item in queue.ReadAllAsync())  // ends when the queue was completed
            sum += item;
        await producing;

        static async Task ProduceAsync(ProcessQueue<int> queue)
        {
            for (var n = 0; n < 100; n++)
                await queue.EnqueueAsync(n);  // waits while ten are there
            await queue.CompleteAsync();
        }
        // end
        Assert.Equal(4950, sum);
    }

    [Fact]
    public async Task Pipe()
    {
        await using var executor = new ProcessPoolExecutor(1);
        // snippet: pipe
        var (here, there) = ProcessPipe.CreatePair<string, int>();
        var answering = executor.SubmitAsync(AnswerAsync, there);
        await here.SendAsync("hello");
        var length = await here.ReceiveAsync();
        await answering;
        here.Dispose();

        static async Task AnswerAsync(ProcessPipe<int, string> end) => await end.SendAsync((await end.ReceiveAsync()).Length);
        // end
        Assert.Equal(5, length);
    }

    [Fact]
    public async Task Value()
    {
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: value
        using var counter = new SharedValue<int>(0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => executor.SubmitAsync(Count, counter)));
        var total = counter.Read();

        static void Count(SharedValue<int> counter)
        {
            for (var n = 0; n < 1000; n++)
                counter.Add(1);  // whole; there is no counter.Value to write += on
        }
        // end
        Assert.Equal(4000, total);
    }

    [Fact]
    public async Task Array()
    {
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: array
        using var numbers = new SharedArray<double>(1000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(part =>
            executor.SubmitAsync(Fill, numbers.Slice((250 * part)..(250 * (part + 1))), part)));  // only addresses travel
        var sum = numbers.AsSpan().ToArray().Sum();

        static void Fill(SharedArray<double> slice, int value) => slice.AsSpan().Fill(value);
        // end
        Assert.Equal(250 * 6, sum);
    }

    [Fact]
    public async Task LockBetweenProcesses()
    {
        await using var executor = new ProcessPoolExecutor(2);
        var file = Path.GetTempFileName();
        // snippet: process-lock
        using var guard = new ProcessLock();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => executor.SubmitAsync(AppendAsync, guard, file, $"line {n}")));

        static async Task AppendAsync(ProcessLock guard, string path, string line)
        {
            await using var held = await guard.AcquireAsync();  // the end of the process gives it back too
            await File.AppendAllLinesAsync(path, [line]);
        }
        // end
        Assert.Equal(4, File.ReadAllLines(file).Length);
        File.Delete(file);
    }

    [Fact]
    public async Task EventAndBarrier()
    {
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: event-barrier
        using var go = new ProcessEvent();
        using var meeting = new ProcessBarrier(participants: 2);
        var calls = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(RunAsync, go, meeting)).ToArray();
        go.Set();
        var phases = await Task.WhenAll(calls);

        static async Task<long> RunAsync(ProcessEvent go, ProcessBarrier meeting)
        {
            await go.WaitAsync();
            return await meeting.SignalAndWaitAsync();  // both have come
        }
        // end
        Assert.Equal(new long[] { 0, 0 }, phases);
    }

    [Fact]
    public async Task Factorials()
    {
        await using var executor = new ProcessPoolExecutor(2);
        // snippet: factorials
        var digits = await executor.MapAsync(CountDigits, Enumerable.Range(1000, 40)).ToListAsync();

        static int CountDigits(int n)
        {
            var product = BigInteger.One;
            for (var factor = 2; factor <= n; factor++)
                product *= factor;
            return product.ToString().Length;
        }
        // end
        Assert.Equal(2568, digits[0]);
        Assert.Equal(40, digits.Count);
    }

    [Fact]
    public async Task Limits()
    {
        await using var executor = new ProcessPoolExecutor(1);
        // snippet: options
        var careful = executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(200), Name = "puzzle 7" });
        var hopeless = careful.SubmitAsync(static () => { while (true) { } });
        var error = await Assert.ThrowsAsync<TimeoutException>(() => hopeless);  // its worker was killed and replaced

        var again = executor.With(new CallOptions { Retries = 1 });  // only for functions that may run twice
        var id = await again.SubmitAsync(static () => Environment.ProcessId);
        // end
        Assert.Contains("puzzle 7", error.Message);
        Assert.NotEqual(Environment.ProcessId, id);
    }

    [Fact]
    public async Task Initializer()
    {
        // snippet: initializer
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 2,
            Initializer = WorkerInitializer.Of(LoadModel, "model.bin"),
            MaxTasksPerWorker = 1000,  // for functions that leak
        });
        await executor.WarmUpAsync();  // before the first request comes
        var model = await executor.SubmitAsync(static () => (string?)AppContext.GetData("model"));

        static void LoadModel(string path) => AppContext.SetData("model", $"weights of {path}");
        // end
        Assert.Equal("weights of model.bin", model);
    }

    [Fact]
    public async Task EchoServer()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var stop = new CancellationTokenSource();
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();
        // snippet: echo
        async Task ServeAsync()
        {
            var clients = new List<Task>();
            try
            {
                while (true)
                    clients.Add(EchoAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
            catch (OperationCanceledException)
            {
                await Task.WhenAll(clients);
            }
        }

        async Task EchoAsync(TcpClient client)
        {
            using var _ = client;
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
            while (await reader.ReadLineAsync() is { } line)
                await writer.WriteLineAsync(await executor.SubmitAsync(Work, line));  // no thread waits for a client, none computes here
        }

        static string Work(string line) => line.ToUpperInvariant();
        // end
        using (var client = new TcpClient())
        {
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync("hello\nworld\n"u8.ToArray(), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(client.GetStream());
            Assert.Equal("HELLO", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.Equal("WORLD", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        }
        stop.Cancel();
        await serving;
        listener.Stop();
    }
}
