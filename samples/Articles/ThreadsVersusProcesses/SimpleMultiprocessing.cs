// "Concurrent Programming with Python: Threads vs. Processes", simple multiprocessing. Without a bug.
using System.Diagnostics;

internal static class SimpleMultiprocessing
{
    private static void Work(string name)
    {
        Console.WriteLine($"Process {name}: Starting");
        Thread.Sleep(2000);
        Console.WriteLine($"Process {name}: Finishing");
    }

    private static void Main(string[] args)
    {
        if (args is [var name])
        {
            Work(name);
            return;
        }

        var processes = new List<Process>();
        for (var i = 0; i < 3; i++)
        {
            processes.Add(Process.Start(Environment.ProcessPath!, [nameof(SimpleMultiprocessing), $"{i}"]));
        }

        foreach (var process in processes)
        {
            process.WaitForExit();
        }

        Console.WriteLine("All processes completed.");
    }
}
