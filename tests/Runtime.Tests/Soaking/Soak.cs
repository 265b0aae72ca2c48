using System.Collections.Concurrent;
using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Support;

namespace Runtime.Tests.Soaking;

/// <summary>Minutes of calls of every kind while workers are killed, whatever they are doing. Every call must end, once, as its kind may end.</summary>
internal sealed class Soak
{
    /// <summary>The argument of our own program that soaks; what follows is the number of minutes.</summary>
    internal const string Role = "--soak";

    // A call that has not ended by then hangs. Far beyond what crashes and pauses add up to.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // Nobody is killed while nothing ends: where starts are slow, each would be killed, and the pauses between them grow to seconds.
    private static readonly TimeSpan s_mercy = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, int> _kills = [];
    private readonly ConcurrentDictionary<string, int> _ends = [];
    private readonly ConcurrentQueue<string> _wrong = [];
    private readonly ConcurrentQueue<(string Kind, Task Task)> _late = [];

    // Only ever replaced whole, by whoever sees a call end.
    private long _lastEnd = Stopwatch.GetTimestamp();

    private readonly ProcessPoolExecutor _executor = new(new ProcessExecutorOptions
    {
        MaxWorkers = 3,
        MaxTasksPerWorker = 300,

        // Workers are killed while they start, too: here that says nothing about the program.
        MaxStartFailures = int.MaxValue,
        KillGrace = TimeSpan.FromMilliseconds(20),
        CancelGrace = TimeSpan.FromMilliseconds(50),
        Output = WorkerOutput.Discard,
    });

    internal static async Task<int> RunAsync(TimeSpan time)
    {
        var descriptors = Left.Descriptors();
        var soak = new Soak();
        await soak.RunForAsync(time);
        return soak.Report(descriptors);
    }

    private async Task RunForAsync(TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        bool IsOver() => Stopwatch.GetElapsedTime(started) > time || !_wrong.IsEmpty;
        await _executor.WarmUpAsync();
        var killing = Task.Run(() => KillAsync(IsOver));
        var calling = Enumerable.Range(0, 8).Select(seed => Task.Run(() => CallAsync(new Random(seed), IsOver))).ToArray();
        await Task.WhenAll(calling);
        await killing;
        await _executor.DisposeAsync().AsTask().WaitAsync(s_patience);
    }

    private async Task KillAsync(Func<bool> isOver)
    {
        var random = new Random(42);
        while (!isOver())
        {
            await Task.Delay(random.Next(120));
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _lastEnd)) > s_mercy)
                continue;
            var workers = _executor.GetStatus().Workers.Where(static w => w.Id != 0).ToList();
            if (workers.Count == 0)
                continue;
            var worker = workers[random.Next(workers.Count)];
            try
            {
                using var process = Process.GetProcessById(worker.Id);
                process.Kill();
                _kills.AddOrUpdate(worker.Call is { } call ? $"{worker.State}, {call}" : $"{worker.State}", 1, static (_, n) => n + 1);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // It was quicker.
            }
        }
    }

    private async Task CallAsync(Random random, Func<bool> isOver)
    {
        while (!isOver())
        {
            var x = random.Next(1000);
            await (random.Next(11) switch
            {
                0 => ExpectAsync("quick", e => e.SubmitAsync(static y => y * y, x), x * x),
                1 => ExpectAsync("decoding", e => e.SubmitAsync(static (byte[] b) => b.Length, new byte[(1 << 20) + x]), (1 << 20) + x),
                2 => ExpectAsync("answering", e => e.SubmitAsync(static y => new byte[(1 << 20) + y], x), (1 << 20) + x, static b => b.Length),
                3 => ExpectAsync("running", e => e.SubmitAsync(static y => { Thread.Sleep(20); return y; }, x), x),
                4 => ExpectAsync("awaiting", e => e.SubmitAsync(static async y => { await Task.Delay(5); return y; }, x), x),
                5 => ExpectAsync<int, int, FormatException>("throwing", e => e.SubmitAsync(static int (int _) => throw new FormatException(), x), x),
                6 => MapAsync(x),
                7 => ExpectAsync<int, int, TimeoutException>("overdue",
                    e => e.SubmitAsync(static y => { Thread.Sleep(10_000); return y; }, x), x, timeout: TimeSpan.FromMilliseconds(20)),
                8 => ExpectAsync("reading", e => e.SubmitAsync(static (string s) => s.Length, new string('x', (1 << 20) + x)), (1 << 20) + x),
                9 => ExpectAsync("writing", e => e.SubmitAsync(static y => new string('x', (1 << 20) + y), x), (1 << 20) + x, static s => s.Length),
                _ => CancelAsync(x),
            });
        }
    }

    private Task ExpectAsync<T>(string kind, Func<IExecutor, Task<T>> submit, T expected) =>
        ExpectAsync<T, T, WorkerCrashedException>(kind, submit, expected, static r => r);

    private Task ExpectAsync<T, R>(string kind, Func<IExecutor, Task<T>> submit, R expected, Func<T, R> look) =>
        ExpectAsync<T, R, WorkerCrashedException>(kind, submit, expected, look);

    /// <summary>It ends with the result, with its own kind of exception, or with the crash of its worker.</summary>
    private async Task ExpectAsync<T, R, TException>(
        string kind, Func<IExecutor, Task<T>> submit, R expected, Func<T, R>? look = null, TimeSpan? timeout = null)
        where TException : Exception
    {
        Task<T>? call = null;
        try
        {
            call = submit(_executor.With(new CallOptions { Name = kind, Timeout = timeout }));
            var result = await call.WaitAsync(s_patience);
            if (look is not null && !Equals(look(result), expected))
                _wrong.Enqueue($"{kind}: {result} is not {expected}");
            Count(kind, "result");
        }
        catch (TimeoutException e) when (timeout is null || !e.Message.Contains("limit"))
        {
            _late.Enqueue((kind, call!));
            _wrong.Enqueue($"{kind}: has not ended after {s_patience}");
        }
        catch (Exception e) when (e is TException or WorkerCrashedException || (e is OperationCanceledException && kind == "cancelled"))
        {
            Count(kind, e.GetType().Name);
        }
        catch (Exception e)
        {
            _wrong.Enqueue($"{kind}: {e}");
        }
    }

    private Task CancelAsync(int x)
    {
        var source = new CancellationTokenSource(x % 30);
        return ExpectAsync<int, int, OperationCanceledException>(
            "cancelled", e => e.SubmitAsync(static y => { Thread.Sleep(y % 100); return y; }, x, source.Token), x, static r => r);
    }

    private async Task MapAsync(int x)
    {
        try
        {
            var results = await _executor.MapAsync(static y => y + 1, Enumerable.Range(x, 200)).ToListAsync().AsTask().WaitAsync(s_patience);
            if (!results.SequenceEqual(Enumerable.Range(x + 1, 200)))
                _wrong.Enqueue("map: other results than expected");
            Count("map", "result");
        }
        catch (WorkerCrashedException)
        {
            Count("map", nameof(WorkerCrashedException));
        }
        catch (Exception e)
        {
            _wrong.Enqueue($"map: {e}");
        }
    }

    private void Count(string kind, string end)
    {
        _ends.AddOrUpdate($"{kind}: {end}", 1, static (_, n) => n + 1);
        Volatile.Write(ref _lastEnd, Stopwatch.GetTimestamp());
    }

    private int Report(int descriptorsBefore)
    {
        foreach (var (state, count) in _kills.OrderBy(k => k.Key))
            Console.WriteLine($"killed {count,6}  {state}");
        foreach (var (end, count) in _ends.OrderBy(e => e.Key))
            Console.WriteLine($"ended  {count,6}  {end}");
        var status = _executor.GetStatus();
        Console.WriteLine(status);
        if ((status.Pending, status.Running, status.Workers.Count) != (0, 0, 0))
            _wrong.Enqueue("The counters do not end at zero.");
        if (Process.GetProcesses().Any(p => Left.IsWorkerOf(p, _executor.Name)))
            _wrong.Enqueue("A worker has outlived the executor.");

        foreach (var (kind, call) in _late)
            _wrong.Enqueue($"{kind}: {(call.IsCompleted ? "ended late" : "has not ended with its executor")}: {call.Status}");

        // A pipe and a socket more or less are the runtime's own.
        if (Left.Descriptors() - descriptorsBefore > 10)
            _wrong.Enqueue($"{Left.Descriptors()} descriptors are left, of {descriptorsBefore} before.");
        foreach (var wrong in _wrong.Take(10))
            Console.WriteLine($"WRONG: {wrong}");
        return _wrong.IsEmpty ? 0 : 1;
    }
}
