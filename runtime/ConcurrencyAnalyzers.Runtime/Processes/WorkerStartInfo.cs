using System.Globalization;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What the parent tells a worker, in one environment variable.</summary>
internal sealed record WorkerStartInfo(string Address, string Secret, int ParentId, int Index, int Depth, string PagePath, string PoolName)
{
    // No part but the last can hold one: addresses, numbers and paths that we make.
    private const char Separator = '|';

    internal static WorkerStartInfo Parse(string line)
    {
        var parts = line.Split(Separator, 7);
        return new WorkerStartInfo(parts[0], parts[1], Number(parts[2]), Number(parts[3]), Number(parts[4]), parts[5], parts[6]);
    }

    internal string Format() => string.Create(
        CultureInfo.InvariantCulture,
            $"{Address}{Separator}{Secret}{Separator}{ParentId}{Separator}{Index}{Separator}{Depth}{Separator}{PagePath}{Separator}{PoolName}");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
