// "Multiprocessing in Python", CPU-bound tasks.
//
// Not pointed out there, and no rule's business: the last range ends before the end unless the ranges divide evenly, and the loop over the ranges
// overwrites the time at which it started, so that the second time printed is no time. The guard `if __name__ == "__main__"` is missing, too: where
// processes are spawned each child starts children. Here the arguments are the guard.
using System.Diagnostics;

internal static class PrimesInProcesses
{
    private static bool IsPrime(int n)
    {
        if (n < 2)
        {
            return false;
        }

        for (var i = 2; i <= (int)Math.Sqrt(n); i++)
        {
            if (n % i == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int CountPrimesInRange(int start, int end)
    {
        var count = 0;
        for (var number = start; number < end; number++)
        {
            if (IsPrime(number))
            {
                count++;
            }
        }

        return count;
    }

    private static double Now() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    private static void Main(string[] args)
    {
        if (args is [var first, var last])
        {
            Console.WriteLine(CountPrimesInRange(int.Parse(first), int.Parse(last)));
            return;
        }

        const int startRange = 1, endRange = 1_000_000;
        var start = Now();
        Console.WriteLine($"Sequential primes: {CountPrimesInRange(startRange, endRange)}");
        Console.WriteLine($"Sequential time: {Now() - start:F2}s");

        var processCount = Environment.ProcessorCount;
        var chunkSize = (endRange - startRange) / processCount;
        var ranges = Enumerable.Range(0, processCount).Select(i => (Start: startRange + i * chunkSize, End: startRange + (i + 1) * chunkSize)).ToList();
        var processes = new List<Process>();
        foreach (var range in ranges)
        {
            start = range.Start;
            var child = new ProcessStartInfo(Environment.ProcessPath!, [nameof(PrimesInProcesses), $"{start}", $"{range.End}"]) { RedirectStandardOutput = true };
            processes.Add(Process.Start(child)!);
        }

        var total = processes.Sum(process => int.Parse(process.StandardOutput.ReadToEnd()));
        foreach (var process in processes)
        {
            process.WaitForExit();
        }

        Console.WriteLine($"Multiprocessing primes: {total}");
        Console.WriteLine($"Multiprocessing time: {Now() - start:F2}s");
    }
}
