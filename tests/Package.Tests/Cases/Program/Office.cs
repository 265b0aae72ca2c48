using ConcurrencyAnalyzers.Annotations;
using ConcurrencyAnalyzers.Runtime;

/// <summary>What the package brings to run: the executors, and the annotations beside them.</summary>
internal static class Office
{
    private static readonly Lock s_desk = new();
    [GuardedBy(nameof(s_desk))] private static int s_pages;

    public static async Task<string> ReportAsync()
    {
        await using var threads = new ThreadPoolExecutor(2);
        await using var processes = new ProcessPoolExecutor(1);
        var square = await processes.SubmitAsync(Square, 12);
        var elsewhere = await processes.SubmitAsync(ProcessId) != Environment.ProcessId;
        await threads.SubmitAsync(Turn);
        lock (s_desk)
            return $"{square} from {(elsewhere ? "another" : "this")} process, {s_pages} page turned";
    }

    private static int Square(int number) => number * number;

    private static int ProcessId() => Environment.ProcessId;

    private static void Turn()
    {
        lock (s_desk)
            s_pages++;
    }
}
