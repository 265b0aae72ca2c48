// "Python and concurrency: An introduction to threading and multiprocessing", synchronization and locks.
//
// The article says that all threads are waited for. It waits for the last one: the list is filled behind the loop. And the last line reads without
// the lock what the other nine may still count.
internal static class CounterWithLock
{
    private static readonly Lock Gate = new();
    private static int counter;

    private static void IncrementCounter()
    {
        lock (Gate)
        {
            var temp = counter;
            counter = temp + 1;
            Console.WriteLine($"Counter: {counter}");
        }
    }

    private static void Main()
    {
        var threads = new List<Thread>();
        Thread thread = null!;

        for (var i = 0; i < 10; i++)
        {
            thread = new Thread(IncrementCounter);  // CONC0301: replaced in the next round
            thread.Start();  // see CONC0301
        }

        threads.Add(thread);

        foreach (var started in threads)
        {
            started.Join();
        }

        Console.WriteLine($"Final counter value: {counter}");  // CONC0102
    }
}
