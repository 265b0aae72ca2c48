// multiprocessing.Pipe: two ends, both ways.
using ConcurrencyAnalyzers.Runtime;

internal static class Pipe
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(1);
        var (here, there) = ProcessPipe.CreatePair<string, int>();
        var answering = executor.SubmitAsync(AnswerAsync, there);
        await here.SendAsync("hello");
        Console.WriteLine($"length {await here.ReceiveAsync()}");
        await answering;
        here.Dispose();
    }

    private static async Task AnswerAsync(ProcessPipe<int, string> end) => await end.SendAsync((await end.ReceiveAsync()).Length);
}
