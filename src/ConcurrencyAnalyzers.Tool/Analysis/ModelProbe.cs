using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>
/// Gets hold of the model that the rules of one run share. It hangs on the compilation that the driver hands to them, which is not the one that
/// the driver was given, so only something that runs as a rule can see it.
/// </summary>
#pragma warning disable RS1008, RS1012, RS1036, RS1038, RS1041 // About analyzers that ship to compilers , outlive a compilation and report; this one does neither.
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ModelProbe : DiagnosticAnalyzer
{
    private ConcurrencyModel? _model;

    /// <summary>Bodies that the model bound; 0 if no question needed one.</summary>
    public int BodiesBound => _model?.Counters.BodiesBound ?? 0;

    // The driver skips a rule that has nothing to report. This one is never reported.
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("CONCPROBE", "Probe", "Probe", "Tool", DiagnosticSeverity.Hidden, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start => _model = ConcurrencyModel.For(start.Compilation, start.Options));
    }
}
#pragma warning restore RS1008, RS1012, RS1036, RS1038, RS1041
