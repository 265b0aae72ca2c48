using ConcurrencyAnalyzers.Fixes.Guards;

namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>What repairs want changed in a project's documents, all of it at once.</summary>
/// <remarks>
/// Repairs are said against the original program and know nothing of each other. What two of them need, such as a new lock, is added once; what
/// they change in one place is joined or contradicts, and a contradiction makes the whole impossible, so that the caller leaves one of them out.
/// </remarks>
/// <param name="project">What the documents belong to.</param>
/// <param name="models">Its semantic models.</param>
/// <param name="mayUseLockType">Whether new locks are of type <c>System.Threading.Lock</c> where there is one.</param>
internal sealed class SolutionEdits(Project project, SemanticModels models, bool mayUseLockType)
{
    private readonly Dictionary<SyntaxTree, DocumentEdits> _documents = [];
    private readonly Dictionary<string, NewGate> _gates = new(StringComparer.Ordinal);

    public DocumentEdits In(SyntaxTree tree)
    {
        if (!_documents.TryGetValue(tree, out var edits))
        {
            var options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree);
            edits = new DocumentEdits(models[tree], Layout.Of(tree.GetRoot(), tree.GetText(), options));
            _documents.Add(tree, edits);
        }

        return edits;
    }

    /// <summary>Declares a lock. Two repairs that want the same one share it, where the first needs it and as visible as either needs.</summary>
    public void Declare(NewGate gate) => _gates[gate.Key] = _gates.TryGetValue(gate.Key, out var same) ? same.With(gate) : gate;

    /// <returns>The documents with their new texts, or null where the changes contradict each other or a generator would undo them.</returns>
    public IReadOnlyDictionary<DocumentId, SourceText>? Apply(CancellationToken cancellationToken)
    {
        foreach (var gate in _gates.Values)
            gate.Write(In(gate.Tree), mayUseLockType);

        var texts = new Dictionary<DocumentId, SourceText>();
        foreach (var edits in _documents.Values)
        {
            if (project.Solution.GetDocumentId(edits.Tree) is not { } id || GeneratedFiles.Is(edits.Tree)
                || edits.Apply(cancellationToken) is not { } text)
            {
                return null;
            }

            texts.Add(id, text);
        }

        return texts;
    }
}
