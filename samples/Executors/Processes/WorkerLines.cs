// What workers print, wherever the program says.
using ConcurrencyAnalyzers.Runtime;

internal static class WorkerLines
{
    private static async Task Main()
    {
        var options = new ProcessExecutorOptions { MaxWorkers = 1, Name = "talkers", OnOutput = static line => Console.WriteLine($"{line} (to the log)") };
        await using var executor = new ProcessPoolExecutor(options);
        await executor.SubmitAsync(static () => Console.WriteLine("hello"));
    }
}
