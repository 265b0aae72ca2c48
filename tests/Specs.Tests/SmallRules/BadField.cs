namespace ConcurrencyAnalyzers.Specs.Tests.SmallRules;

/// <summary>TEST0001: a field has a name that starts with "bad". Its other side is the next field of the type, by name.</summary>
/// <remarks>Not a rule of the package: it exists so that the runner can be seen to pass and to fail.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadField : DiagnosticAnalyzer
{
    internal const string Id = "TEST0001";

    private static readonly DiagnosticDescriptor s_descriptor =
        new(Id, "A field is bad", "'{0}' is bad beside {1}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_descriptor];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSymbolAction(Ask, SymbolKind.Field);
    }

    private static void Ask(SymbolAnalysisContext context)
    {
        var field = context.Symbol;
        if (!field.Name.StartsWith("bad", StringComparison.Ordinal) || IsAllowed(field, context.Options))
            return;

        // By name: the order of members is the order of files, and the runner refuses what depends on it.
        var next = field.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Where(other => string.CompareOrdinal(other.Name, field.Name) > 0)
            .MinBy(other => other.Name, StringComparer.Ordinal);
        context.ReportDiagnostic(Diagnostic.Create(s_descriptor, field.Locations[0], next?.Locations, field.Name, next is null ? "nothing" : $"'{next.Name}'"));
    }

    private static bool IsAllowed(ISymbol field, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(field.Locations[0].SourceTree!).TryGetValue("dotnet_code_quality.TEST0001.allowed", out var allowed)
        && allowed == field.Name;
}
