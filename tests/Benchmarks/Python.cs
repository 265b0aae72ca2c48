using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>Python's <c>ProcessPoolExecutor</c> on this machine, now.</summary>
internal static class Python
{
    /// <summary>Elements per second of a statement over <c>range(N)</c>, best of three; null without python3.</summary>
    internal static double? Rate(string statement, int elements)
    {
        var script = $"""
            import time
            from concurrent.futures import ProcessPoolExecutor
            if __name__ == "__main__":
                N = {elements}
                best = 0
                with ProcessPoolExecutor(2) as e:
                    list(e.map(abs, range(100)))
                    for _ in range(3):
                        t = time.perf_counter()
                        {statement}
                        best = max(best, N / (time.perf_counter() - t))
                print(best)
            """;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", script]) { RedirectStandardOutput = true })!;
            return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is Win32Exception or FormatException)
        {
            return null;
        }
    }
}
