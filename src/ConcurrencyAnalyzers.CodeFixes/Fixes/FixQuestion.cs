using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>What a fix is asked: how to repair one diagnostic, in the program as it is.</summary>
internal sealed class FixQuestion(Project project, SemanticModels models, Diagnostic diagnostic, CancellationToken cancellationToken)
{
    public Diagnostic Diagnostic => diagnostic;

    public Compilation Compilation => models.Compilation;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The same model that the rules asked.</summary>
    public ConcurrencyModel Model => ConcurrencyModel.For(Compilation, project.AnalyzerOptions);

    public SemanticModel ModelOf(SyntaxTree tree) => models[tree];
}
