// "Threading in Python", fixing race conditions with locks. Without a bug.
internal static class SafeIncrement
{
    private static readonly Lock Gate = new();
    private static int counter;

    private static void IncrementCounter()
    {
        for (var i = 0; i < 100_000; i++)
        {
            lock (Gate)
            {
                counter += 1;
            }
        }
    }

    private static void Main()
    {
        var threads = Enumerable.Range(0, 10).Select(_ => new Thread(IncrementCounter)).ToList();

        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"Expected counter: 1,000,000. Actual: {counter:N0}");
    }
}
