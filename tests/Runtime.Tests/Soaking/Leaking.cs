using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Soaking;

/// <summary>Uses executors and lets workers die, a thousand times if asked, and counts what they leave behind: nothing.</summary>
internal static class Leaking
{
    /// <summary>The argument that starts it; how often follows.</summary>
    internal const string Role = "--leaks";

    // What the runtime itself may have more or fewer of at any moment.
    internal const int Slack = 10;

    internal static async Task<int> RunAsync(int times)
    {
        await UsePoolsAsync();
        var before = Count();
        Console.WriteLine($"before: {before}");
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < times; n++)
            await UsePoolsAsync();
        Console.WriteLine($"after {times} pools, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {Count()}");
        started = Stopwatch.GetTimestamp();
        var wrong = await CrashAsync(times);
        var after = Count();
        Console.WriteLine($"after {times} crashes, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s: {after}; calls that ended wrongly: {wrong}");
        var isClean = wrong == 0 && after.Workers == 0 && after.Files <= before.Files
            && after.Descriptors - before.Descriptors <= Slack && after.Threads - before.Threads <= Slack;
        Console.WriteLine(isClean ? "nothing is left" : "LEFT BEHIND");
        return isClean ? 0 : 1;
    }

    /// <summary>One executor of each kind, and objects that both sides share, from start to end.</summary>
    internal static async Task UsePoolsAsync()
    {
        await using var processes = new ProcessPoolExecutor(
            new ProcessExecutorOptions { Name = "leaking", MaxWorkers = 1, Output = WorkerOutput.Discard });
        await using var threads = new ThreadPoolExecutor(2);
        using var value = new SharedValue<int>();
        using var guard = new ProcessLock();
        await processes.SubmitAsync(static (SharedValue<int> v, ProcessLock l) =>
        {
            using var held = l.Acquire();
            v.Add(1);
        }, value, guard);
        await processes.SubmitAsync(static (byte[] large) => large, new byte[1 << 20]);
        await threads.SubmitAsync(Functions.Square, 1);
        if (value.Read() != 1)
            throw new InvalidOperationException("The worker has not written the value.");
    }

    /// <summary>Every second call ends its worker. Returns how many ended otherwise than they must.</summary>
    internal static async Task<int> CrashAsync(int times)
    {
        var wrong = 0;
        await using var executor = new ProcessPoolExecutor(
            new ProcessExecutorOptions { Name = "leaking", MaxWorkers = 2, Output = WorkerOutput.Discard });
        for (var n = 0; n < times; n++)
        {
            var dying = executor.SubmitAsync(static (int code) => Environment.Exit(code), n % 100);
            var living = executor.SubmitAsync(Functions.Square, n);
            try
            {
                await dying;
                wrong++;
            }
            catch (WorkerCrashedException e)
            {
                wrong += e.ExitCode == n % 100 ? 0 : 1;
            }
            wrong += await living == n * n ? 0 : 1;
        }
        return wrong;
    }

    private static Counts Count() => new(
        Left.Descriptors(), Left.Threads(), Process.GetProcesses().Count(static p => Left.IsWorkerOf(p, "leaking")),
        Directory.GetFileSystemEntries(Path.GetTempPath(), "conc*").Length + Directory.GetFileSystemEntries("/dev/shm").Length);

    private sealed record Counts(int Descriptors, int Threads, int Workers, int Files);
}
