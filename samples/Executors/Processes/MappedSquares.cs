// multiprocessing.Pool.map: in order, and as completed.
using ConcurrencyAnalyzers.Runtime;

internal static class MappedSquares
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        var squares = await executor.MapAsync(static x => x * x, Enumerable.Range(0, 10)).ToListAsync();
        Console.WriteLine($"squares {string.Join(' ', squares)}");

        var sum = 0;
        await foreach (var square in executor.MapAsync(static x => x * x, Enumerable.Range(0, 10), new MapOptions { Ordered = false }))
            sum += square;
        Console.WriteLine($"sum {sum}");
    }
}
