// Factorials on all cores.
using System.Numerics;
using ConcurrencyAnalyzers.Runtime;

internal static class MappedFactorials
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        var digits = await executor.MapAsync(CountDigits, Enumerable.Range(1000, 5)).ToListAsync();
        Console.WriteLine($"digits {string.Join(' ', digits)}");
    }

    private static int CountDigits(int n)
    {
        var product = BigInteger.One;
        for (var factor = 2; factor <= n; factor++)
            product *= factor;
        return product.ToString().Length;
    }
}
