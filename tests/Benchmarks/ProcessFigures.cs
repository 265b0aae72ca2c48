using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Benchmarks;

internal static class ProcessFigures
{
    private const int Many = 50_000;

    private const int Warm = 50;

    internal static async Task MeasureAsync(Report report)
    {
        await using var executor = new ProcessPoolExecutor(2);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(n => executor.SubmitAsync(Functions.Nothing, n)));
        if (report.Wants("processes: round trip"))
            await RoundTripAsync(report);
        if (report.Wants("processes: empty calls"))
            EmptyCalls(report, executor);
        if (report.Wants("processes: map"))
            await MapAsync(report, executor);
        if (report.Wants("processes: 8 MB"))
            await LargeAsync(report);
        if (report.Wants("processes: 8 MB by reference"))
            await SharedAsync(report);
        if (report.Wants("processes: cold start"))
            await ColdStartAsync(report);
        if (report.Wants("processes: crash"))
            await CrashAsync(report);
    }

    private static async Task RoundTripAsync(Report report)
    {
        await using var executor = new ProcessPoolExecutor(1);
        using var raw = new RawWorker();
        byte[] there = new byte[16], back = new byte[16];
        var (ours, theirs) = Report.InTurn(
            20,
            () => Report.Sample(1000, () => executor.SubmitAsync(Functions.Nothing, 1).Wait()),
            () => Report.Sample(1000, () => raw.PingPong(there, back)));
        report.Add("processes: round trip", Report.At(ours, 0.5), "us", "raw socket ping-pong", Report.At(theirs, 0.5), 1.3, isMost: true);
        report.Add("processes: round trip p99", Report.At(ours, 0.99), "us", "own median", Report.At(ours, 0.5), 3, isMost: true);

        // What is left if somebody else reads than waits: explains the two above.
        using var read = new RawWorker();
        (ours, theirs) = Report.InTurn(
            20,
            () => Report.Sample(1000, () => executor.SubmitAsync(Functions.Nothing, 1).Wait()),
            () => Report.Sample(1000, () => read.PingPongThroughReader(there)));
        report.Add("processes: round trip, with a reader", Report.At(ours, 0.5), "us", "raw socket, read by a thread of its own",
            Report.At(theirs, 0.5), 1.3, isMost: true);
        report.Add("processes: round trip p99, with a reader", Report.At(ours, 0.99), "us", "raw socket, read by a thread of its own, p99",
            Report.At(theirs, 0.99), 1.3, isMost: true);
    }

    private static void EmptyCalls(Report report, ProcessPoolExecutor executor)
    {
        using RawWorker first = new(), second = new();
        var (ours, theirs) = Report.InTurn(
            5,
            () => [Rate(() => Task.WaitAll(Enumerable.Range(0, Many).Select(n => executor.SubmitAsync(Functions.Nothing, n)).ToArray()))],
            () => [Rate(() =>
            {
                var other = new Thread(() => second.Pipeline(Many / 2));
                other.Start();
                first.Pipeline(Many / 2);
                other.Join();
            })]);
        report.Add("processes: empty calls", ours[^1], "1/s", "raw socket, window 64, unbatched", theirs[^1], 0.6, isMost: false);
        if (Python.Rate("list(f.result() for f in [e.submit(abs, n) for n in range(N)])", 5_000) is { } python)
            report.Add("processes: empty calls by submit", ours[^1], "1/s", "Python ProcessPoolExecutor.submit", python, 15, isMost: false);
    }

    private static async Task MapAsync(Report report, ProcessPoolExecutor executor)
    {
        foreach (var (chunk, budget) in new[] { (0, 50.0), (100, 8.0) })
        {
            var best = 0.0;
            for (var round = 0; round < 4; round++)
            {
                const int Elements = 1_000_000;
                var started = Stopwatch.GetTimestamp();
                var sum = 0L;
                await foreach (var n in executor.MapAsync(Functions.Nothing, Enumerable.Range(0, Elements),
                    new MapOptions { ChunkSize = chunk, BufferSize = chunk * 64 }))
                    sum += n;
                if (sum != (long)Elements * (Elements - 1) / 2)
                    throw new InvalidOperationException("wrong sum");
                best = Math.Max(best, Elements / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
            var theirs = chunk == 0 ? 1 : chunk;
            if (Python.Rate($"list(e.map(abs, range(N), chunksize={theirs}))", chunk == 0 ? 5_000 : 300_000) is { } python)
                report.Add($"processes: map, chunk {(chunk == 0 ? "chosen" : chunk)}", best, "1/s", $"Python map, chunksize {theirs}", python,
                    budget, isMost: false);
        }
    }

    private static async Task LargeAsync(Report report)
    {
        await using var executor = new ProcessPoolExecutor(1);
        using var raw = new RawWorker();
        byte[] there = new byte[8 << 20], back = new byte[8 << 20];
        Random.Shared.NextBytes(there);

        // Until collections have found their pace, on both sides.
        Report.Sample(Warm, () => executor.SubmitAsync(Functions.Echo, there).Wait());
        Report.Sample(Warm, () => raw.PingPong(there, back));
        var (ours, theirs) = Report.InTurn(
            10,
            () => Report.Sample(3, () => executor.SubmitAsync(Functions.Echo, there).Wait()),
            () => Report.Sample(3, () => raw.PingPong(there, back)));
        report.Add("processes: 8 MB there and back", Report.At(ours, 0.5) / 1000, "ms", "raw socket", Report.At(theirs, 0.5) / 1000, 0.8,
            isMost: true);

        using var memory = new RawMemory();
        (ours, theirs) = Report.InTurn(
            10,
            () => Report.Sample(3, () => executor.SubmitAsync(Functions.Echo, there).Wait()),
            () => Report.Sample(3, () => memory.ThereAndBack(there, back)));
        report.Add("processes: 8 MB, shared memory", Report.At(ours, 0.5) / 1000, "ms", "raw copies through shared memory",
            Report.At(theirs, 0.5) / 1000, Math.Round(1 / 0.7, 2), isMost: true);

        // What is left if arguments and results are new, as those of calls must be: explains the two above.
        using var fresh = new RawMemory(isFresh: true);
        Report.Sample(Warm, () => fresh.ThereAndBack(there));
        (ours, theirs) = Report.InTurn(
            10,
            () => Report.Sample(3, () => executor.SubmitAsync(Functions.Echo, there).Wait()),
            () => Report.Sample(3, () => fresh.ThereAndBack(there)));
        report.Add("processes: 8 MB, into new arrays", Report.At(ours, 0.5) / 1000, "ms", "raw copies through shared memory, into new arrays",
            Report.At(theirs, 0.5) / 1000, Math.Round(1 / 0.7, 2), isMost: true);
    }

    private static async Task SharedAsync(Report report)
    {
        await using var executor = new ProcessPoolExecutor(1);
        using var array = new SharedArray<byte>(8 << 20);
        var (ours, theirs) = Report.InTurn(
            10,
            () => Report.Sample(1000, () => executor.SubmitAsync(Functions.LengthOf, array).Wait()),
            () => Report.Sample(1000, () => executor.SubmitAsync(Functions.Nothing, 1).Wait()));
        report.Add("processes: 8 MB by reference", Report.At(ours, 0.5), "us", "empty call", Report.At(theirs, 0.5), 1.5, isMost: true);
    }

    private static async Task ColdStartAsync(Report report)
    {
        List<double> ours = [], theirs = [];
        for (var round = 0; round < 8; round++)
        {
            theirs.Add(RawWorker.HelloMilliseconds());
            var started = Stopwatch.GetTimestamp();
            var executor = new ProcessPoolExecutor(1);
            await executor.SubmitAsync(Functions.Nothing, 1);
            ours.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await executor.DisposeAsync();
        }
        report.Add("processes: cold start", Report.At([.. ours.Order()], 0.5), "ms", "hello world by dotnet exec",
            Report.At([.. theirs.Order()], 0.5), 1.3, isMost: true);
        report.Add("processes: cold start, best", ours.Min(), "ms", "hello world by dotnet exec, best", theirs.Min(), 1.3, isMost: true);
    }

    private static async Task CrashAsync(Report report)
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 1, Output = WorkerOutput.Discard });
        List<double> known = [], whole = [], cold = [];
        for (var round = 0; round < 8; round++)
        {
            var id = await executor.SubmitAsync(static () => Environment.ProcessId);

            // It must have started: a call that is only on its way to the worker would move to the next one.
            var sign = Path.Combine(Path.GetTempPath(), $"started-{Guid.NewGuid():N}");
            var victim = executor.SubmitAsync(
                static (string path) =>
                {
                    File.WriteAllText(path, "");
                    Thread.Sleep(Timeout.Infinite);
                },
                sign);
            while (!File.Exists(sign))
                await Task.Delay(1);
            File.Delete(sign);
            var started = Stopwatch.GetTimestamp();
            using (var process = Process.GetProcessById(id))
                process.Kill();
            await ((Task)victim).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            known.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await executor.SubmitAsync(Functions.Nothing, 1);
            whole.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            started = Stopwatch.GetTimestamp();
            var fresh = new ProcessPoolExecutor(1);
            await fresh.SubmitAsync(Functions.Nothing, 1);
            cold.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await fresh.DisposeAsync();
        }
        report.Add("processes: crash is known", Report.At([.. known.Order()], 0.5), "ms", "one millisecond", 1, 5, isMost: true);
        report.Add("processes: crash is repaired", Report.At([.. whole.Order()], 0.5), "ms", "a cold start", Report.At([.. cold.Order()], 0.5), 1.2,
            isMost: true);
    }

    private static double Rate(Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Many / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
