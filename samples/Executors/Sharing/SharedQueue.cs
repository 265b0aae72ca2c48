// multiprocessing.Queue: who has put something may end before it is taken.
using ConcurrencyAnalyzers.Runtime;

internal static class SharedQueue
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var queue = new ProcessQueue<int>(capacity: 10);
        var producing = executor.SubmitAsync(ProduceAsync, queue);
        var sum = 0;
        await foreach (var item in queue.ReadAllAsync())
            sum += item;
        await producing;
        Console.WriteLine($"sum {sum}");
    }

    private static async Task ProduceAsync(ProcessQueue<int> queue)
    {
        for (var n = 1; n <= 100; n++)
            await queue.EnqueueAsync(n);
        await queue.CompleteAsync();
    }
}
