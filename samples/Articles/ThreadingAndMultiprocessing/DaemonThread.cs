// "Threading in Python", daemon threads. That the thread may be cut off is said on purpose: IsBackground.
internal static class DaemonThread
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
        var thread = new Thread(() => PrintNumbers("Daemon", 1)) { IsBackground = true };
        thread.Start();
        Thread.Sleep(3000); // Main sleeps, the thread runs
        Console.WriteLine("Main thread exiting (daemon thread may be killed).");
    }
}
