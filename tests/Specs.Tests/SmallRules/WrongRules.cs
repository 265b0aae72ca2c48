using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Specs.Tests.SmallRules;

/// <summary>Every way in which a rule can break the runner's laws, each started by the name of a class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WrongRules : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_off =
        new("TEST0004", "A class is named Quiet", "'Quiet'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: false);

    private static readonly DiagnosticDescriptor s_first =
        new("TEST0005", "A class is named First and its file is the first", "'First'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor s_stray =
        new("TEST0006", "A class is named Stray; the other side is in no program", "'Stray'", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_off, s_first, s_stray];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Ask, SymbolKind.NamedType);
    }

    private static void Ask(SymbolAnalysisContext context)
    {
        var place = context.Symbol.Locations[0];
        switch (context.Symbol.Name)
        {
            case "Crash":
                throw new InvalidOperationException("this rule crashes");
            case "Quiet":
                context.ReportDiagnostic(Diagnostic.Create(s_off, place));
                break;
            case "First" when context.Compilation.SyntaxTrees.First() == place.SourceTree:
                context.ReportDiagnostic(Diagnostic.Create(s_first, place));
                break;
            case "Stray":
                var elsewhere = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class Elsewhere;");
                context.ReportDiagnostic(Diagnostic.Create(s_stray, place, [Location.Create(elsewhere, new TextSpan(0, 5))]));
                break;
        }
    }
}
