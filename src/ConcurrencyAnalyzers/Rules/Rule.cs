using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>What all rules share: they run side by side, read generated code without reporting in it, and ask one model per compilation.</summary>
public abstract class Rule : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _descriptor;

    private protected Rule(DiagnosticDescriptor descriptor)
    {
        _descriptor = descriptor;
        SupportedDiagnostics = [descriptor];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected DiagnosticDescriptor Reported => _descriptor;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        Register(context);
    }

    private protected abstract void Register(AnalysisContext context);
}
