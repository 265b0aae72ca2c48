// concurrent.futures.ThreadPoolExecutor: submit, and a call that waits for a call of the same executor.
using ConcurrencyAnalyzers.Runtime;

internal static class SquareOnThread
{
    private static async Task Main()
    {
        await using var executor = new ThreadPoolExecutor(maxWorkers: 1);
        Console.WriteLine($"square {await executor.SubmitAsync(static x => x * x, 12)}");
        var nested = await executor.SubmitAsync(() => executor.SubmitAsync(static x => x + 1, 6).Result);
        Console.WriteLine($"nested {nested}");
    }
}
