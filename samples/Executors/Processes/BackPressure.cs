// Submitting no faster than the executor works, and errors that are results.
using ConcurrencyAnalyzers.Runtime;

internal static class BackPressure
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 2, QueueCapacity = 10 });
        var calls = new List<Task<int>>();
        for (var n = 0; n < 100; n++)
            calls.Add(await executor.EnqueueAsync(e => e.SubmitAsync(static s => int.Parse(s), $"{n}")));
        Console.WriteLine($"sum {(await Task.WhenAll(calls)).Sum()}");

        await foreach (var result in executor.MapAsync(static s => int.Parse(s), new[] { "1", "two", "3" }).Results)
            Console.WriteLine(result.Error is null ? $"{result.Value}" : $"number {result.Index} is none");
    }
}
