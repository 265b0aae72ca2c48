// multiprocessing.Lock: one process at a time writes to the file. Its end would give the lock back, too.
using ConcurrencyAnalyzers.Runtime;

internal static class LockedFile
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        using var guard = new ProcessLock();
        var file = Path.GetTempFileName();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => executor.SubmitAsync(AppendAsync, guard, file, $"line {n}")));
        Console.WriteLine($"lines {File.ReadAllLines(file).Length}");
        File.Delete(file);
    }

    private static async Task AppendAsync(ProcessLock guard, string path, string line)
    {
        await using var held = await guard.AcquireAsync();
        await File.AppendAllLinesAsync(path, [line]);
    }
}
