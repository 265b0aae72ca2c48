using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Tries repairs on a copy of the solution: only what compiles, ends its diagnostic and brings no other one is offered.</summary>
internal sealed class RepairTrial(Project project, SemanticModels models)
{
    private readonly Dictionary<DocumentId, Verdict> _before = [];

    /// <param name="repairs">Repairs of different subjects, which are made together.</param>
    /// <param name="diagnostics">What they are to end.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <returns>The new texts of all documents that change, or null where the repairs do not hold what they promise.</returns>
    public async Task<IReadOnlyDictionary<DocumentId, SourceText>?> MakeAsync(
        IReadOnlyCollection<Repair> repairs, IReadOnlyCollection<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        foreach (var repair in repairs)
        {
            if (await OtherProjects.WriteAsync(repair.Subject, project, cancellationToken).ConfigureAwait(false))
                return null;
        }

        // Once more without the newest types, for a file that is also compiled for a framework or in a language that has less.
        foreach (var mayUseLockType in new[] { true, false })
        {
            var edits = new SolutionEdits(project, models, mayUseLockType);
            foreach (var repair in repairs)
                repair.Write(edits);
            if (edits.Apply(cancellationToken) is not { Count: > 0 } texts)
                return null;

            var changed = WithLinked(texts);
            if (await HoldAsync(changed, diagnostics, cancellationToken).ConfigureAwait(false))
                return changed;
            if (changed.Count == texts.Count)
                return null;
        }

        return null;
    }

    private async Task<bool> HoldAsync(IReadOnlyDictionary<DocumentId, SourceText> changed, IReadOnlyCollection<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var fork = changed.Aggregate(project.Solution, static (solution, one) => solution.WithDocumentText(one.Key, one.Value));
        foreach (var id in changed.Keys.OrderBy(id => project.Solution.GetDocument(id)!.FilePath, StringComparer.Ordinal))
        {
            if (!_before.TryGetValue(id, out var before))
                _before.Add(id, before = await Verdict.OnAsync(project.Solution.GetDocument(id)!, cancellationToken).ConfigureAwait(false));

            var after = await Verdict.OnAsync(fork.GetDocument(id)!, cancellationToken).ConfigureAwait(false);
            var here = diagnostics.Where(one => one.Location.SourceTree is { } tree && project.Solution.GetDocumentId(tree) == id);
            if (after.HasMoreThan(before) || !after.HasEnded(here, before))
                return false;
        }

        return true;
    }

    /// <summary>A file that two projects compile has one text: what is written for the one must be right for the other.</summary>
    private Dictionary<DocumentId, SourceText> WithLinked(IReadOnlyDictionary<DocumentId, SourceText> texts)
    {
        var all = new Dictionary<DocumentId, SourceText>();
        foreach (var text in texts)
        {
            all[text.Key] = text.Value;
            foreach (var linked in project.Solution.GetDocument(text.Key)!.GetLinkedDocumentIds())
                all[linked] = text.Value;
        }

        return all;
    }
}
