// "Python and concurrency: An introduction to threading and multiprocessing", creating threads. Without a bug.
internal static class HelloThread
{
    private static void PrintHello()
    {
        for (var i = 0; i < 5; i++)
        {
            Console.WriteLine($"Hello from Thread {Thread.CurrentThread.Name}");
        }
    }

    private static void Main()
    {
        var thread = new Thread(PrintHello) { Name = "Thread-1" };
        thread.Start();
        thread.Join();

        Console.WriteLine("Main thread finished");
    }
}
