// multiprocessing.Value: no update is lost, and no lock is written.
using ConcurrencyAnalyzers.Runtime;

internal static class SharedCounter
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var counter = new SharedValue<int>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => executor.SubmitAsync(Count, counter)));
        Console.WriteLine($"counter {counter.Read()}");
    }

    private static void Count(SharedValue<int> counter)
    {
        for (var n = 0; n < 1000; n++)
            counter.Add(1);
    }
}
