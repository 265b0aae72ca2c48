// "Python and concurrency: An introduction to threading and multiprocessing", creating processes.
//
// Not pointed out there: without the guard `if __name__ == "__main__"`, where processes are spawned each child starts a child. Here the argument is the guard.
using System.Diagnostics;

internal static class HelloProcess
{
    private static void PrintHello(string name)
    {
        for (var i = 0; i < 5; i++)
        {
            Console.WriteLine($"Hello from Process {name}");
        }
    }

    private static void Main(string[] args)
    {
        if (args is [var name])
        {
            PrintHello(name);
            return;
        }

        var process = Process.Start(Environment.ProcessPath!, [nameof(HelloProcess), "Process-1"]);
        process.WaitForExit();

        Console.WriteLine("Main process finished");
    }
}
