namespace ConcurrencyAnalyzers.Specs.Tests.SmallRules;

/// <summary>TEST0002: a line of a table is nonsense. TEST0003: an option has a bad value; that is reported nowhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadConfiguration : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_badLine =
        new("TEST0002", "A line is nonsense", "'{0}' is nonsense", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor s_badOption =
        new("TEST0003", "An option is bad", "'{0}' is no name of a field", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_badLine, s_badOption];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Ask);
    }

    private static void Ask(CompilationAnalysisContext context)
    {
        foreach (var file in context.Options.AdditionalFiles)
        {
            var text = file.GetText(context.CancellationToken)!;
            foreach (var line in text.Lines.Where(line => line.ToString().Contains("nonsense", StringComparison.Ordinal)))
                context.ReportDiagnostic(Diagnostic.Create(s_badLine, Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)), line.ToString()));
        }

        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Compilation.SyntaxTrees.First());
        if (options.TryGetValue("dotnet_code_quality.TEST0001.allowed", out var allowed) && allowed.Contains(' ', StringComparison.Ordinal))
            context.ReportDiagnostic(Diagnostic.Create(s_badOption, Location.None, allowed));
    }
}
