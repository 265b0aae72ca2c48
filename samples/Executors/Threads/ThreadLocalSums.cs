// threading.local: a sum for each thread, added when all have ended.
using ConcurrencyAnalyzers.Runtime;

internal static class ThreadLocalSums
{
    private static void Main()
    {
        using var sums = new ThreadLocal<long>(trackAllValues: true);
        BoundedThreads.ForEach(Enumerable.Range(1, 1000), maxThreads: 4, n => sums.Value += n);
        Console.WriteLine($"sum {sums.Values.Sum()}");
    }
}
