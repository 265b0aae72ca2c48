// threading.Thread: start, join. The block ends when the thread has.
using ConcurrencyAnalyzers.Runtime;

internal static class OneThread
{
    private static int _total;

    private static void Main()
    {
        using (JoinedThread.Start(Add))
            Console.WriteLine("both run here");
        Console.WriteLine($"total {_total}");
    }

    private static void Add() => _total += 42;
}
