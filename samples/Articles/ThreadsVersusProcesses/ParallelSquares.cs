// "Concurrent Programming with Python: Threads vs. Processes", parallel computation.
//
// Not pointed out there, three times: it waits for the processes before it reads what they print, so that one which prints more than a pipe
// holds never ends; it reads while something is there, and "nothing there now" is not "nothing follows"; and ten numbers in chunks of 10 / 4 are
// five processes, where four are meant.
using System.Diagnostics;

internal static class ParallelSquares
{
    private static int Square(int number)
    {
        var result = number * number;
        Thread.Sleep(1000); // simulates computation
        return result;
    }

    private static void ProcessNumbers(IEnumerable<string> numbers)
    {
        foreach (var number in numbers)
        {
            Console.WriteLine(Square(int.Parse(number)));
        }
    }

    private static void Main(string[] args)
    {
        if (args.Length > 0)
        {
            ProcessNumbers(args);
            return;
        }

        var numbers = Enumerable.Range(1, 10).Select(number => $"{number}").ToList();
        var chunkSize = numbers.Count / 4; // 4 processes
        var processes = new List<Process>();
        foreach (var chunk in numbers.Chunk(chunkSize))
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, [nameof(ParallelSquares), .. chunk]) { RedirectStandardOutput = true };
            processes.Add(Process.Start(start)!);
        }

        foreach (var process in processes)
        {
            process.WaitForExit();  // misses CONC0605: its output is read after it has ended
        }

        var results = new List<string>();
        foreach (var process in processes)
        {
            while (process.StandardOutput.Peek() >= 0)  // misses CONC0507: empty now does not say that nothing follows
            {
                results.Add(process.StandardOutput.ReadLine()!);
            }
        }

        Console.WriteLine($"Squared results: {string.Join(", ", results)}");
    }
}
