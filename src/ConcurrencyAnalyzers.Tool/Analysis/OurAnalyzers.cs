using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>The rules: every analyzer of the ConcurrencyAnalyzers assembly, so that a new one needs no entry here.</summary>
internal static class OurAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(Descriptors).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>Those that can report one of <paramref name="ids"/>; all when none is named.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Selected(ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<string> ids)
    {
        var known = analyzers.SelectMany(IdsOf).Order(StringComparer.Ordinal).ToImmutableArray();
        if (ids.FirstOrDefault(id => !known.Contains(id, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ToolFailure($"--id '{unknown}' is no rule. The rules are: {string.Join(", ", known)}.");

        return ids.IsEmpty ? analyzers : [.. analyzers.Where(analyzer => IdsOf(analyzer).Intersect(ids, StringComparer.OrdinalIgnoreCase).Any())];
    }

    private static IEnumerable<string> IdsOf(DiagnosticAnalyzer analyzer) => analyzer.SupportedDiagnostics.Select(descriptor => descriptor.Id);
}
