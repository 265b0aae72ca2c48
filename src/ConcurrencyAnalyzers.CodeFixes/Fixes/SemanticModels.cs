namespace ConcurrencyAnalyzers.Fixes;

/// <summary>One semantic model per tree: each knows only what it has bound itself, so that a second one binds everything again.</summary>
internal sealed class SemanticModels(Compilation compilation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public Compilation Compilation => compilation;

    public SemanticModel this[SyntaxTree tree]
    {
        get
        {
            if (!_models.TryGetValue(tree, out var model))
                _models.Add(tree, model = compilation.GetSemanticModel(tree));
            return model;
        }
    }
}
