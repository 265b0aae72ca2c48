// "Multiprocessing in Python", basic process creation.
//
// Not pointed out there: without the guard `if __name__ == "__main__"`, where processes are spawned each child starts a child. Here the arguments are the guard.
using System.Diagnostics;

internal static class BasicProcesses
{
    private static void SquareNumbers(string name, IEnumerable<string> numbers)
    {
        foreach (var number in numbers)
        {
            Thread.Sleep(500);
            Console.WriteLine($"Process {name}: {number}^2 = {int.Parse(number) * int.Parse(number)}");
        }
    }

    private static void Main(string[] args)
    {
        if (args is [var name, .. var numbers])
        {
            SquareNumbers(name, numbers);
            return;
        }

        var process1 = Process.Start(Environment.ProcessPath!, [nameof(BasicProcesses), "A", "1", "2", "3"]);
        var process2 = Process.Start(Environment.ProcessPath!, [nameof(BasicProcesses), "B", "4", "5", "6"]);

        process1.WaitForExit();
        process2.WaitForExit();

        Console.WriteLine("Main process finished.");
    }
}
