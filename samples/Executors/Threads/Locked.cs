// threading.Lock: a thousand calls count, none is lost.
using ConcurrencyAnalyzers.Runtime;

internal static class Locked
{
    private static async Task Main()
    {
        var gate = new Lock();
        var visitors = 0;
        await using (var executor = new ThreadPoolExecutor(4))
        {
            for (var n = 0; n < 1000; n++)
                _ = executor.SubmitAsync(Count);
        }
        Console.WriteLine($"visitors {visitors}");

        void Count()
        {
            lock (gate)
                visitors++;
        }
    }
}
