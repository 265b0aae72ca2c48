// "Concurrent Programming with Python: Threads vs. Processes", simple threading. Without a bug.
internal static class SimpleThreading
{
    private static void Work(int name)
    {
        Console.WriteLine($"Thread {name}: Starting");
        Thread.Sleep(2000);
        Console.WriteLine($"Thread {name}: Finishing");
    }

    private static void Main()
    {
        var threads = new List<Thread>();
        for (var i = 0; i < 3; i++)
        {
            var name = i;
            var thread = new Thread(() => Work(name));
            threads.Add(thread);
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine("All threads completed.");
    }
}
