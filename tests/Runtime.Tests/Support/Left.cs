using System.Diagnostics;

namespace Runtime.Tests.Support;

/// <summary>Finds what executors may leave behind.</summary>
internal static class Left
{
    /// <summary>Whether the process is a worker of the executor with this name.</summary>
    internal static bool IsWorkerOf(Process process, string pool)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Contains($"|{pool}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Open descriptors of the kinds that executors use; assemblies that were loaded meanwhile are none.</summary>
    internal static int Descriptors() => new DirectoryInfo("/proc/self/fd").GetFiles().Count(static file =>
        file.LinkTarget is { } link && (link.StartsWith("pipe:") || link.StartsWith("socket:") || link.Contains("conc-shared")));

    /// <summary>Pieces of memory that this process shares: descriptors of one kind, which nobody but executors and shared objects have.</summary>
    internal static int SharedMemories() => new DirectoryInfo("/proc/self/fd").GetFiles().Count(static file =>
        file.LinkTarget is { } link && link.Contains("conc-shared"));

    internal static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
}
