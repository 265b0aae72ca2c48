using System.Diagnostics;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The executors whose workers must end with the program.</summary>
internal static class LiveExecutors
{
    // What workers run at their exit gets this long together; then they are killed.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private static readonly Lock s_gate = new();

    [GuardedBy(nameof(s_gate))] private static readonly HashSet<ProcessPoolExecutor> s_all = [];
    [GuardedBy(nameof(s_gate))] private static bool s_isRegistered;

    internal static void Add(ProcessPoolExecutor executor)
    {
        lock (s_gate)
        {
            s_all.Add(executor);
            if (s_isRegistered)
                return;
            s_isRegistered = true;
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndAll();
        }
    }

    internal static void Remove(ProcessPoolExecutor executor)
    {
        lock (s_gate)
            s_all.Remove(executor);
    }

    private static void EndAll()
    {
        List<ProcessPoolExecutor> executors;
        lock (s_gate)
            executors = [.. s_all];

        var workers = executors.SelectMany(static e => e.TakeWorkersForExit()).ToList();
        foreach (var worker in workers)
            worker.Close();
        var started = Stopwatch.GetTimestamp();
        foreach (var worker in workers)
        {
            var left = s_grace - Stopwatch.GetElapsedTime(started);
            if (!worker.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
                worker.Kill();
        }
    }
}
