// concurrent.futures.ProcessPoolExecutor: submit, by ranges.
using ConcurrencyAnalyzers.Runtime;

internal static class PrimesOnProcesses
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(maxWorkers: 2);
        var parts = Enumerable.Range(0, 8).Select(n => executor.SubmitAsync(CountPrimes, n * 12_500, (n + 1) * 12_500));
        Console.WriteLine($"primes {(await Task.WhenAll(parts)).Sum()}");
    }

    private static int CountPrimes(int start, int end)
    {
        var count = 0;
        for (var n = Math.Max(start, 2); n < end; n++)
            count += IsPrime(n) ? 1 : 0;
        return count;
    }

    private static bool IsPrime(int n)
    {
        for (var d = 2; d * d <= n; d++)
        {
            if (n % d == 0)
                return false;
        }
        return true;
    }
}
