// "Simpler concurrency with concurrent.futures", ProcessPoolExecutor.
//
// Not pointed out there, and no rule's business: the last range ends before the end unless the ranges divide evenly; and the guard
// `if __name__ == "__main__"` is missing, which a worker of .NET does not need: it runs the function and not the program.
using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

internal static class PrimesWithExecutor
{
    private static bool IsPrime(int n)
    {
        if (n < 2)
        {
            return false;
        }

        for (var i = 2; i <= (int)Math.Sqrt(n); i++)
        {
            if (n % i == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int CountPrimes(int start, int end) => Enumerable.Range(start, end - start).Count(IsPrime);

    private static async Task Main()
    {
        const int startRange = 1, endRange = 1_000_000;
        var processCount = Environment.ProcessorCount;
        var chunkSize = (endRange - startRange) / processCount;
        var ranges = Enumerable.Range(0, processCount).Select(i => (Start: startRange + i * chunkSize, End: startRange + (i + 1) * chunkSize)).ToList();

        var start = Stopwatch.GetTimestamp();
        var total = 0;
        await using (var executor = new ProcessPoolExecutor())
        {
            var futures = ranges.Select(range => executor.SubmitAsync(CountPrimes, range.Start, range.End)).ToList();
            await foreach (var future in Task.WhenEach(futures))
            {
                total += await future;
            }
        }

        Console.WriteLine($"ProcessPoolExecutor primes: {total}");
        Console.WriteLine($"ProcessPoolExecutor time: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2}s");
    }
}
