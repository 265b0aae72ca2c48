// multiprocessing.Process: with a result, and an exit code.
using ConcurrencyAnalyzers.Runtime;

internal static class OneProcess
{
    private static async Task Main()
    {
        await using var process = WorkerProcess.Start(Greet, "Ada");
        Console.WriteLine(await process.Completion);
        Console.WriteLine($"exit code {await process.Exited}");
    }

    private static string Greet(string name) => $"hello {name}";
}
