// multiprocessing.Array: each worker fills a part, only addresses travel.
using ConcurrencyAnalyzers.Runtime;

internal static class SharedNumbers
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var numbers = new SharedArray<double>(1000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(part =>
            executor.SubmitAsync(Fill, numbers.Slice((250 * part)..(250 * (part + 1))), part)));
        Console.WriteLine($"sum {numbers.AsSpan().ToArray().Sum()}");
    }

    private static void Fill(SharedArray<double> slice, int value) => slice.AsSpan().Fill(value);
}
