using System.Diagnostics;
using ConcurrencyAnalyzers.Demo.Work;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>The same work on one thread, on the threads of an executor and on the processes of one. In .NET threads do compute beside each other.</summary>
internal static class ThreeWaysAct
{
    public static async Task<bool> ShowAsync(Workload work, Screen screen)
    {
        var primes = PrimeRange.PartsBelow(work.PrimesEnd).ToList();
        var factorials = Factorial.Around(work.FactorialOf, work.Factorials).ToList();
        var remainders = factorials.Sum(Factorial.RemainderInSmallSteps);

        await using var threads = new ThreadPoolExecutor();
        await using var processes = new ProcessPoolExecutor();
        var threadStart = await TimedAsync(() => threads.WarmUpAsync());
        var processStart = await TimedAsync(() => processes.WarmUpAsync());
        await CompileAsync(threads, work);
        await CompileAsync(processes, work);

        var rows = new[]
        {
            await RowAsync($"primes below {work.PrimesEnd:N0}", PrimeRange.Count, primes, work.Primes, threads, processes),
            await RowAsync($"{work.Factorials:N0} factorials of about {work.FactorialOf:N0}", Factorial.Remainder, factorials, remainders, threads, processes),
        };

        screen.Line($"  {"",-30} {"serial",9} {Number(threads.MaxWorkers, "thread", "threads"),16} {Number(processes.MaxWorkers, "process", "processes"),18}");
        foreach (var row in rows)
            screen.Line($"  {row.What,-30} {Seconds(row.Serial),9} {Faster(row, row.Threads),16} {Faster(row, row.Processes),18}");
        screen.Line($"  {"start of the pool, apart",-30} {"",9} {Seconds(threadStart) + Space,16} {Seconds(processStart) + Space,18}");
        screen.Line();
        screen.Answer("primes", $"{work.Primes:N0}", rows[0].IsRight, Remark(rows[0]));
        screen.Answer("sum of remainders", $"{remainders:N0}", rows[1].IsRight, Remark(rows[1]));
        return rows.All(row => row.IsRight);
    }

    private static string Number(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Remark(Row row) => row.IsRight ? "three times" : "another number came";

    private static string Faster(Row row, TimeSpan time) => $"{Seconds(time)} {row.Serial / time,5:N2}x";

    // As wide as a factor, which a start has none of.
    private const string Space = "       ";

    private static async Task<Row> RowAsync<T>(string what, Func<T, long> function, List<T> parts, long right, ThreadPoolExecutor threads, ProcessPoolExecutor processes)
    {
        var (serial, one) = await TimedAsync(() => Task.FromResult(parts.Sum(function)));
        var (ofThreads, two) = await TimedAsync(() => SumAsync(threads));
        var (ofProcesses, three) = await TimedAsync(() => SumAsync(processes));
        return new(what, serial, ofThreads, ofProcesses, one == right && two == right && three == right);

        async Task<long> SumAsync(IExecutor executor)
        {
            var sum = 0L;
            await foreach (var part in executor.MapAsync(function, parts))
                sum += part;
            return sum;
        }
    }

    private static async Task<(TimeSpan Time, long Result)> TimedAsync(Func<Task<long>> work)
    {
        var result = 0L;
        var time = await TimedAsync(async () => { result = await work(); });
        return (time, result);
    }

    private static async Task<TimeSpan> TimedAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Lets the just-in-time compiler of every worker see what is worth its best.</summary>
    private static async Task CompileAsync(IExecutor executor, Workload work)
    {
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4 * executor.MaxWorkers).Select(_ => executor.SubmitAsync(PrimeRange.Count, (0, work.PrimesEnd / 20))));
            await Task.WhenAll(Enumerable.Range(0, 4 * executor.MaxWorkers).Select(_ => executor.SubmitAsync(Factorial.Remainder, work.FactorialOf)));
        }
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:N3} s";

    private sealed record Row(string What, TimeSpan Serial, TimeSpan Threads, TimeSpan Processes, bool IsRight);
}
