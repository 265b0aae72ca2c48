// "Mastering Python's Multiprocessing & Multithreading", multiprocessing. Without a bug.
using ConcurrencyAnalyzers.Runtime;

internal static class PoolMap
{
    private static int Work(int number)
    {
        Thread.Sleep(1000);
        return number * 2;
    }

    private static async Task Main()
    {
        await using var pool = new ProcessPoolExecutor(4);
        var results = await pool.MapAsync(Work, Enumerable.Range(0, 10)).ToListAsync();
        Console.WriteLine($"[{string.Join(", ", results)}]");
    }
}
