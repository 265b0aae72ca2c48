using Microsoft.Diagnostics.Runtime;

namespace Runtime.Tests.Support;

/// <summary>Prints what every managed thread of another process is doing.</summary>
internal static class Stacks
{
    /// <summary>The argument of our own program that prints the stacks of the process whose id follows.</summary>
    internal const string Role = "--stacks";

    private const int DeepestFrame = 40;

    internal static int Print(int processId)
    {
        using var target = DataTarget.AttachToProcess(processId, suspend: true);
        using var runtime = target.ClrVersions[0].CreateRuntime();
        foreach (var thread in runtime.Threads.Where(t => t.IsAlive))
        {
            var frames = thread.EnumerateStackTrace().Where(f => f.Method is not null).Take(DeepestFrame).ToList();
            if (frames.Count == 0)
                continue;
            Console.WriteLine($"thread {thread.ManagedThreadId} ({thread.OSThreadId})");
            foreach (var frame in frames)
                Console.WriteLine($"    {frame.Method!.Signature}");
        }
        return 0;
    }
}
