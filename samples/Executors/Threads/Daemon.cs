// threading.Thread(daemon=True): told to stop and waited for, not killed in the middle of a step.
using ConcurrencyAnalyzers.Runtime;

internal static class Daemon
{
    private static async Task Main()
    {
        var hasBeaten = new TaskCompletionSource();
        var beats = 0;
        await using (JoinedThread.Start(Beat, "heart"))
            await hasBeaten.Task;
        Console.WriteLine($"has beaten {beats > 0}");

        void Beat(CancellationToken stop)
        {
            while (!stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1)))
            {
                beats++;
                hasBeaten.TrySetResult();
            }
        }
    }
}
