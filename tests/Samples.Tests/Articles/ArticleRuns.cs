using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConcurrencyAnalyzers.Samples.Tests.Articles;

/// <summary>The articles' programs run and end. Two have no end of their own; those are seen at work.</summary>
public sealed class ArticleRuns(ArticleRuns.AllAtOnce started) : IClassFixture<ArticleRuns.AllAtOnce>
{
    private static readonly string Host = RunningProgram.Beside("Articles");

    /// <summary>Programs, and what each prints among other things. Their bugs change counters and orders, which are therefore left out.</summary>
    public static TheoryData<string, string[]> Ending => new()
    {
        { "SimpleThreading", ["Thread 0: Starting", "Thread 2: Finishing", "All threads completed."] },
        { "SimpleMultiprocessing", ["Process 0: Starting", "Process 2: Finishing", "All processes completed."] },
        { "ParallelSquares", ["Squared results: 1, 4, 9, 16, 25, 36, 49, 64, 81, 100"] },
        { "PoolMap", ["[0, 2, 4, 6, 8, 10, 12, 14, 16, 18]"] },
        { "BasicThreads", ["Thread A: 5", "Thread B: 5", "Main thread finished."] },
        { "DaemonThread", ["Thread Daemon: 1", "Main thread exiting (daemon thread may be killed)."] },
        { "RaceCondition", ["Expected counter: 1,000,000. Actual: "] },
        { "SafeIncrement", ["Expected counter: 1,000,000. Actual: 1,000,000"] },
        { "BasicProcesses", ["Process A: 3^2 = 9", "Process B: 6^2 = 36", "Main process finished."] },
        { "QueueBetweenProcesses", ["Produced: 4", "Consumed: 0", "Consumed: 4"] },
        { "PrimesInProcesses", ["Sequential primes: 78498", "Multiprocessing primes: 78498"] },
        { "PrimesWithExecutor", ["ProcessPoolExecutor primes: 78498"] },
        { "HelloThread", ["Hello from Thread Thread-1", "Main thread finished"] },
        { "UnjoinedCounter", ["Counter: 10"] },
        { "CounterWithLock", ["Counter: 10", "Final counter value: "] },
        { "HelloProcess", ["Hello from Process Process-1", "Main process finished"] },
        { "SquareProcesses", ["Results: [(1, 1), (2, 4), (3, 9), (4, 16), (5, 25)]"] },
        { "FactorialProcesses", ["Factorials: [(5, 120), (10, 3628800), (15, 1307674368000), (20, 2432902008176640000)]"] },
    };

    /// <summary>Programs that fetch, and how often.</summary>
    public static TheoryData<string, int, int> Fetching => new()
    {
        { "FetchStatus", 1, 5 },
        { "FetchSequentialAndThreaded", 4, 8 },
        { "FetchWithExecutor", 4, 4 },
    };

    [Theory, MemberData(nameof(Ending))]
    public async Task End(string program, string[] prints)
    {
        var running = started[program];

        Assert.Equal(0, await running.EndsAsync());
        Assert.All(prints, part => Assert.Contains(part, running.Output));
    }

    [Theory, MemberData(nameof(Fetching))]
    public async Task Fetch(string program, int addresses, int requests)
    {
        await using var site = new LoopbackSite();
        using var running = RunningProgram.Start(Host, [program, .. Enumerable.Range(1, addresses).Select(number => $"{site.Address}{number}")]);

        Assert.Equal(0, await running.EndsAsync());
        Assert.Equal(requests, site.Requests);
    }

    [Fact]
    public async Task EchoWhatTheirClientsSay()
    {
        using var running = RunningProgram.Start(Host, "EchoServer", "0");
        var output = await running.PrintsAsync("Server listening on ");
        var port = int.Parse(output.TrimEnd()[(output.TrimEnd().LastIndexOf(':') + 1)..]);

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        client.Client.Send("ping"u8);
        var answer = new byte[4];
        await client.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        client.Close();

        Assert.Equal("ping", Encoding.ASCII.GetString(answer));
        await running.PrintsAsync(" closed");
        if (OperatingSystem.IsWindows())
            return;

        using var interrupt = Process.Start("kill", ["-INT", $"{running.Id}"]);
        Assert.Equal(0, await running.EndsAsync());
        Assert.Contains("Server shutting down...", running.Output);
    }

    [Fact]
    public async Task ProduceAndConsumeForEver()
    {
        using var running = RunningProgram.Start(Host, "ProducerConsumer");

        await running.PrintsAsync("Produced ");
        await running.PrintsAsync("Consumed ");
    }

    [Fact]
    public void AreAllThere()
    {
        var run = Ending.Select(row => row.Data.Item1).Concat(Fetching.Select(row => row.Data.Item1)).Concat(["EchoServer", "ProducerConsumer"]);

        Assert.Equal(ArticlePrograms.Paths.Select(ArticlePrograms.NameOf).Order(StringComparer.Ordinal), run.Order(StringComparer.Ordinal));
    }

    /// <summary>Starts all that end by themselves before the first is looked at: most of what they do is to sleep.</summary>
    public sealed class AllAtOnce : IDisposable
    {
        private readonly Dictionary<string, RunningProgram> _programs =
            Ending.Select(row => row.Data.Item1).ToDictionary(program => program, program => RunningProgram.Start(Host, program));

        internal RunningProgram this[string program] => _programs[program];

        public void Dispose()
        {
            foreach (var program in _programs.Values)
                program.Dispose();
        }
    }
}
