// A thread for each element, never more than three at once.
using ConcurrencyAnalyzers.Runtime;

internal static class ThreadForEach
{
    private static void Main()
    {
        var lengths = new int[10];
        BoundedThreads.ForEach(Enumerable.Range(0, 10), maxThreads: 3, n => lengths[n] = new string('x', n).Length);
        Console.WriteLine($"lengths {string.Join(' ', lengths)}");
    }
}
