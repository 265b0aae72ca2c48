// "Threading in Python", basic thread creation. Without a bug.
internal static class BasicThreads
{
    private static void PrintNumbers(string name, double delay)
    {
        for (var i = 1; i < 6; i++)
        {
            Thread.Sleep(TimeSpan.FromSeconds(delay));
            Console.WriteLine($"Thread {name}: {i}");
        }
    }

    private static void Main()
    {
        var thread1 = new Thread(() => PrintNumbers("A", 1));
        var thread2 = new Thread(() => PrintNumbers("B", 1.5));

        thread1.Start();
        thread2.Start();

        thread1.Join();
        thread2.Join();

        Console.WriteLine("Main thread finished.");
    }
}
