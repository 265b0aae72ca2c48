using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>What the rules say of one program.</summary>
/// <param name="Crashes">AD0001: rules that threw. Their answer is missing, so the whole answer is.</param>
/// <param name="CompileErrors">Code that does not compile is analysed as far as it is understood.</param>
/// <param name="BodiesBound">How many bodies the model bound for the rules; each costs about what the compiler spends on it.</param>
internal sealed record ProgramAnalysis(
    ImmutableArray<Finding> Findings, ImmutableArray<Crash> Crashes, ImmutableArray<Finding> CompileErrors, int BodiesBound)
{
    public static async Task<ProgramAnalysis> OfAsync(LoadedProgram program, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<string> ids)
    {
        var crashes = new ConcurrentBag<Crash>();
        var options = new CompilationWithAnalyzersOptions(
            program.Options,
            (exception, analyzer, _) => crashes.Add(new Crash(analyzer.GetType().Name, program.Name, exception)),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        var probe = new ModelProbe();
        var analysis = program.Compilation.WithAnalyzers(analyzers.Add(probe), options);

        // The compiler's own diagnostics are computed for the rules anyway.
        var all = await analysis.GetAllDiagnosticsAsync();
        var reportable = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id)
            .Where(id => ids.IsEmpty || ids.Contains(id, StringComparer.OrdinalIgnoreCase)).ToHashSet(StringComparer.Ordinal);

        return new(
            [.. all.Where(diagnostic => reportable.Contains(diagnostic.Id)).Select(Finding.Of).Order(Finding.Order)],
            [.. crashes.OrderBy(crash => crash.Rule, StringComparer.Ordinal)],
            [.. all.Where(IsCompileError).Select(Finding.Of).Order(Finding.Order)],
            probe.BodiesBound);
    }

    // A warning that the project raised to an error does not keep code from being understood.
    private static bool IsCompileError(Diagnostic diagnostic) =>
        diagnostic.DefaultSeverity == DiagnosticSeverity.Error && diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);
}
