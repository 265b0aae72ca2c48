// "Python and concurrency: An introduction to threading and multiprocessing", parallelism.
//
// Not pointed out there: it waits for the processes before it reads what they print, so that one which prints more than a pipe holds never ends.
using System.Diagnostics;
using System.Numerics;

internal static class FactorialProcesses
{
    private static void Factorial(int n)
    {
        var result = BigInteger.One;
        for (var i = 1; i <= n; i++)
        {
            result *= i;
        }

        Console.WriteLine($"({n}, {result})");
    }

    private static void Main(string[] args)
    {
        if (args is [var number])
        {
            Factorial(int.Parse(number));
            return;
        }

        int[] numbers = [5, 10, 15, 20];
        var processes = new List<Process>();
        foreach (var n in numbers)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [nameof(FactorialProcesses), $"{n}"]) { RedirectStandardOutput = true };
            processes.Add(Process.Start(start)!);
        }

        foreach (var process in processes)
        {
            process.WaitForExit();  // misses CONC0605: its output is read after it has ended
        }

        var results = processes.Select(process => process.StandardOutput.ReadLine());
        Console.WriteLine($"Factorials: [{string.Join(", ", results)}]");
    }
}
