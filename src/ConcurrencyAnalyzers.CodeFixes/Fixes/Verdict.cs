using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>What the compiler and our rules say about members of one document: how often each thing, wherever in them.</summary>
/// <remarks>
/// Places move when a repair inserts lines, and the evidence of another finding changes when a lock comes near it: findings are told apart by
/// what they are about, which is what a message names first, and by the member that they stand in.
/// </remarks>
internal sealed class Verdict
{
    /// <summary>More members than this are analysed as one stretch: each stretch has a price of its own.</summary>
    private const int MostStretches = 4;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_rules = typeof(Descriptors).Assembly.GetTypes()
        .Where(static type => !type.IsAbstract && type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
        .OrderBy(static type => type.FullName, StringComparer.Ordinal)
        .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
        .Where(static rule => rule.SupportedDiagnostics.Any(static one => one.Category != "Configuration"))
        .ToImmutableArray();

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private readonly HashSet<string> _suggested = new(StringComparer.Ordinal);

    private Verdict(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        foreach (var key in diagnostics.Select(KeyOf))
            _counts[key] = CountOf(key) + 1;
        _suggested.UnionWith(diagnostics.Where(static one => one.Severity < DiagnosticSeverity.Warning).Select(KeyOf));
    }

    /// <param name="document">What is judged.</param>
    /// <param name="members">The members that matter, of the whole file where it is empty.</param>
    /// <param name="cancellationToken">Ends the judgement.</param>
    public static async Task<Verdict> OnAsync(Document document, ImmutableArray<TextSpan> members, CancellationToken cancellationToken)
    {
        var compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        var tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
        var model = compilation!.GetSemanticModel(tree!);
        var options = new CompilationWithAnalyzersOptions(
            document.Project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        var driver = compilation.WithAnalyzers(s_rules, options);

        var found = new HashSet<Diagnostic>(await driver.GetAnalyzerSyntaxDiagnosticsAsync(tree!, cancellationToken).ConfigureAwait(false));
        foreach (var stretch in StretchesOf(members))
        {
            found.UnionWith(model.GetDiagnostics(stretch, cancellationToken).Where(static one => one.Severity == DiagnosticSeverity.Error));
            found.UnionWith(await driver.GetAnalyzerSemanticDiagnosticsAsync(model, stretch, cancellationToken).ConfigureAwait(false));
        }

        return new Verdict(found);
    }

    /// <summary>
    /// Suggestions do not count: of a read that a repair has to leave outside of a new lock its title says so, and now the rule on such reads does.
    /// </summary>
    public bool HasMoreThan(Verdict before) => _counts.Any(one => one.Value > before.CountOf(one.Key) && !_suggested.Contains(one.Key));

    /// <summary>Whether all of <paramref name="diagnostics"/> are among what was found.</summary>
    public bool Has(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.GroupBy(KeyOf, StringComparer.Ordinal).All(group => CountOf(group.Key) >= group.Count());

    /// <summary>Whether of each of <paramref name="ended"/>, all of which are about this document, one less is left.</summary>
    public bool HasEnded(IEnumerable<Diagnostic> ended, Verdict before) =>
        ended.GroupBy(KeyOf, StringComparer.Ordinal).All(group => CountOf(group.Key) <= before.CountOf(group.Key) - group.Count());

    private static IEnumerable<TextSpan?> StretchesOf(ImmutableArray<TextSpan> members) =>
        members.IsEmpty ? [null]
        : members.Length > MostStretches ? [TextSpan.FromBounds(members[0].Start, members.Max(static member => member.End))]
        : members.Select(static member => (TextSpan?)member);

    private int CountOf(string key) => _counts.TryGetValue(key, out var count) ? count : 0;

    private static string KeyOf(Diagnostic diagnostic)
    {
        var message = diagnostic.GetMessage();
        var (open, close) = (message.IndexOf('\''), message.IndexOf('\'', message.IndexOf('\'') + 1));
        if (close <= open || !diagnostic.Id.StartsWith("CONC", StringComparison.Ordinal))
            return $"{diagnostic.Id} {message}";

        diagnostic.Properties.TryGetValue("thread", out var thread);
        return $"{diagnostic.Id} {message.Substring(open, close - open)} {thread} {MemberAround(diagnostic.Location)}";
    }

    /// <summary>The names from the type to the member: what a repair moves, it moves within them.</summary>
    private static string MemberAround(Location place) =>
        string.Join(".", place.SourceTree?.GetRoot().FindNode(place.SourceSpan).Ancestors().Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText + method.ParameterList,
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            BasePropertyDeclarationSyntax or BaseMethodDeclarationSyntax => node.ChildTokens().LastOrDefault(static one => one.IsKind(SyntaxKind.IdentifierToken)).ValueText,
            _ => null,
        }).OfType<string>() ?? []);
}
