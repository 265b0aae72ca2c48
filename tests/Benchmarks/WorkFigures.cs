using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>Work that takes time: how far two workers bring it.</summary>
internal static class WorkFigures
{
    private const int Chunks = 32;

    internal static async Task MeasureAsync(Report report)
    {
        if (!report.Wants("primes"))
            return;
        await using var threads = new ThreadPoolExecutor(2);
        await using var processes = new ProcessPoolExecutor(2);
        await PrimesAsync(threads);
        await PrimesAsync(processes);
        List<double> serial = [], byThreads = [], byProcesses = [], processorSeconds = [], serialProcessorSeconds = [];
        for (var round = 0; round < 8; round++)
        {
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            if (Functions.CountPrimes(0, 1_000_000) != Functions.PrimesBelowMillion)
                throw new InvalidOperationException("wrong number of primes");
            serial.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            serialProcessorSeconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            byThreads.Add((await PrimesAsync(threads)).Seconds);
            var (seconds, used) = await PrimesAsync(processes);
            byProcesses.Add(seconds);
            processorSeconds.Add(used);
        }
        report.Add("primes below 1,000,000: threads", serial.Min() / byThreads.Min(), "x", "serial", 1, 1.95, isMost: false);
        report.Add("primes below 1,000,000: processes", serial.Min() / byProcesses.Min(), "x", "serial", 1, 1.9, isMost: false);
        report.Add("primes: processor time of workers", processorSeconds.Min(), "s", "serial", serialProcessorSeconds.Min(), 1.05, isMost: true);
    }

    private static async Task<(double Seconds, double ProcessorSeconds)> PrimesAsync(IExecutor executor)
    {
        const int Size = 1_000_000 / Chunks;
        var started = Stopwatch.GetTimestamp();

        // The dearest first: the last one to end is then a small one.
        var parts = await Task.WhenAll(Enumerable.Range(0, Chunks).Reverse().Select(n =>
            executor.SubmitAsync(Functions.CountPrimesTimed, n * Size, (n + 1) * Size)));
        if (parts.Sum(static p => p.Primes) != Functions.PrimesBelowMillion)
            throw new InvalidOperationException("wrong number of primes");
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, parts.Sum(static p => p.CpuSeconds));
    }
}
