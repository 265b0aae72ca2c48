// A witness in tests: no compiler loads it (RS1001), no release lists it (RS2008), and it lives as long as one driver (RS1008).
#pragma warning disable RS1001, RS1008, RS2008

namespace ConcurrencyAnalyzers.Testing;

/// <summary>Tells which compilation the rules were asked about. The driver analyses a copy that it hands out nowhere else.</summary>
internal sealed class DriverWitness : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_silent = new("TEST0001", "Says nothing", "", "Testing", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    private volatile Compilation? _compilation;

    public Compilation? Compilation => _compilation;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_silent];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSemanticModelAction(one => _compilation = one.SemanticModel.Compilation);
    }
}
