// What ends by force, and what is tried again: Python can do neither.
using ConcurrencyAnalyzers.Runtime;

internal static class LimitsAndCrashes
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 1, Output = WorkerOutput.Discard });
        try
        {
            await executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) }).SubmitAsync(static () => { while (true) { } });
        }
        catch (TimeoutException)
        {
            Console.WriteLine("the endless loop was ended");
        }
        try
        {
            await executor.With(new CallOptions { Retries = 1 }).SubmitAsync(static () => Environment.Exit(3));
        }
        catch (WorkerCrashedException e)
        {
            Console.WriteLine($"exit code {e.ExitCode}, {e.Crashes} workers");
        }
        Console.WriteLine($"and goes on: {await executor.SubmitAsync(static x => x * x, 3)}");
    }
}
