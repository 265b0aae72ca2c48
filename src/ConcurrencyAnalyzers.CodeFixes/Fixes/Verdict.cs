using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>What the compiler and our rules say about one document: how often each thing, wherever in it.</summary>
/// <remarks>
/// Places move when a repair inserts lines, and the evidence of another finding changes when a lock comes near it: findings are told apart by
/// what they are about, which is what a message names first.
/// </remarks>
internal sealed class Verdict
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_rules = typeof(Descriptors).Assembly.GetTypes()
        .Where(static type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal)
        .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
        .ToImmutableArray();

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private Verdict(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var key in diagnostics.Select(KeyOf))
            _counts[key] = CountOf(key) + 1;
    }

    public static async Task<Verdict> OnAsync(Document document, CancellationToken cancellationToken)
    {
        var compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
        var model = compilation!.GetSemanticModel(tree!);
        var errors = model.GetDiagnostics(cancellationToken: cancellationToken).Where(static one => one.Severity == DiagnosticSeverity.Error);
        if (s_rules.IsEmpty)
            return new Verdict(errors);

        var options = new CompilationWithAnalyzersOptions(document.Project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var driver = compilation.WithAnalyzers(s_rules, options);
        var syntax = await driver.GetAnalyzerSyntaxDiagnosticsAsync(tree!, cancellationToken).ConfigureAwait(false);
        var semantic = await driver.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellationToken).ConfigureAwait(false);
        return new Verdict(errors.Concat(syntax).Concat(semantic));
    }

    public bool HasMoreThan(Verdict before) => _counts.Any(one => one.Value > before.CountOf(one.Key));

    /// <summary>Whether of each of <paramref name="ended"/>, all of which are about this document, one less is left.</summary>
    public bool HasEnded(IEnumerable<Diagnostic> ended, Verdict before) =>
        ended.GroupBy(KeyOf, StringComparer.Ordinal).All(group => CountOf(group.Key) <= before.CountOf(group.Key) - group.Count());

    private int CountOf(string key) => _counts.TryGetValue(key, out var count) ? count : 0;

    private static string KeyOf(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage();
        var isOurs = diagnostic.Id.StartsWith("CONC", StringComparison.Ordinal);
        var (open, close) = (message.IndexOf('\''), message.IndexOf('\'', message.IndexOf('\'') + 1));
        return isOurs && close > open ? $"{diagnostic.Id} {message.Substring(open, close - open)}" : $"{diagnostic.Id} {message}";
    }
}
