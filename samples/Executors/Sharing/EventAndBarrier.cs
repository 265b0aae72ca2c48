// multiprocessing.Event and Barrier: both start together, and wait for each other.
using ConcurrencyAnalyzers.Runtime;

internal static class EventAndBarrier
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var go = new ProcessEvent();
        using var meeting = new ProcessBarrier(participants: 2);
        var calls = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(RunAsync, go, meeting)).ToArray();
        go.Set();
        Console.WriteLine($"phases {string.Join(' ', await Task.WhenAll(calls))}");
    }

    private static async Task<long> RunAsync(ProcessEvent go, ProcessBarrier meeting)
    {
        await go.WaitAsync();
        return await meeting.SignalAndWaitAsync();
    }
}
