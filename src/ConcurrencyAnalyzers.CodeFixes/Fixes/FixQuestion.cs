using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>What a fix is asked: how to repair one diagnostic, in the program as it is.</summary>
internal sealed class FixQuestion(Project project, SemanticModels models, SyntaxTree tree, TextSpan span, CancellationToken cancellationToken)
{
    /// <summary>Where the diagnostic stands: this tree, which is one of the compilation.</summary>
    public SyntaxTree Tree => tree;

    /// <summary>What it underlines.</summary>
    public TextSpan Span => span;

    public Compilation Compilation => models.Compilation;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>The same model that the rules asked.</summary>
    public ConcurrencyModel Model => ConcurrencyModel.For(Compilation, project.AnalyzerOptions);

    public SemanticModel ModelOf(SyntaxTree tree) => models[tree];

    /// <summary>A question about <paramref name="diagnostic"/>; null where it stands nowhere in the program.</summary>
    public static FixQuestion? About(Diagnostic diagnostic, Project project, SemanticModels models, CancellationToken cancellationToken) =>
        TreeOf(diagnostic, models.Compilation) is { } tree && diagnostic.Location.SourceSpan.End <= tree.Length
            ? new FixQuestion(project, models, tree, diagnostic.Location.SourceSpan, cancellationToken)
            : null;

    /// <summary>Hosts analyse a compilation of their own: its trees have the same text and path, and are others.</summary>
    private static SyntaxTree? TreeOf(Diagnostic diagnostic, Compilation compilation) =>
        diagnostic.Location.SourceTree is not { } tree ? null
        : compilation.ContainsSyntaxTree(tree) ? tree
        : compilation.SyntaxTrees.FirstOrDefault(one => one.FilePath == tree.FilePath);
}
