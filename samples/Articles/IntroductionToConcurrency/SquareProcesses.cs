// "Python and concurrency: An introduction to threading and multiprocessing", communication between processes.
//
// Not pointed out there: it waits for the processes before it reads what they print, so that one which prints more than a pipe holds never ends.
using System.Diagnostics;

internal static class SquareProcesses
{
    private static void Square(int x)
    {
        var result = x * x;
        Console.WriteLine($"({x}, {result})");
    }

    private static void Main(string[] args)
    {
        if (args is [var number])
        {
            Square(int.Parse(number));
            return;
        }

        int[] numbers = [1, 2, 3, 4, 5];
        var processes = new List<Process>();
        foreach (var n in numbers)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [nameof(SquareProcesses), $"{n}"]) { RedirectStandardOutput = true };
            processes.Add(Process.Start(start)!);
        }

        foreach (var process in processes)
        {
            process.WaitForExit();  // misses CONC0605: its output is read after it has ended
        }

        var results = processes.Select(process => process.StandardOutput.ReadLine());
        Console.WriteLine($"Results: [{string.Join(", ", results)}]");
    }
}
