using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Tries repairs on a copy of the solution: only what compiles, ends its diagnostic and brings no other one is offered.</summary>
internal sealed class RepairTrial(Project project, SemanticModels models)
{
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

    private async Task<bool> HoldAsync(
        IReadOnlyDictionary<DocumentId, SourceText> changed, IReadOnlyCollection<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var fork = changed.Aggregate(project.Solution, static (solution, one) => solution.WithDocumentText(one.Key, one.Value));
        foreach (var id in changed.Keys.OrderBy(id => project.Solution.GetDocument(id)!.FilePath, StringComparer.Ordinal))
        {
            var (before, after) = (project.Solution.GetDocument(id)!, fork.GetDocument(id)!);
            var path = (await before.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false))!.FilePath;
            var here = id.ProjectId == project.Id ? diagnostics.Where(one => one.Location.SourceTree?.FilePath == path).ToList() : [];
            var ranges = changed[id].GetChangeRanges(await before.GetTextAsync(cancellationToken).ConfigureAwait(false));
            var old = await VerdictAsync(before, ranges.Select(static range => range.Span), cancellationToken).ConfigureAwait(false);

            // Hosts differ in what they report for a part of a file.
            var isWhole = !old.Has(here);
            if (isWhole)
                old = await Verdict.OnAsync(before, [], cancellationToken).ConfigureAwait(false);
            var now = isWhole
                ? await Verdict.OnAsync(after, [], cancellationToken).ConfigureAwait(false)
                : await VerdictAsync(after, ChangedMembers.InNew(ranges), cancellationToken).ConfigureAwait(false);
            if (now.HasMoreThan(old) || !now.HasEnded(here, old))
                return false;
        }

        return true;
    }

    private static async Task<Verdict> VerdictAsync(Document document, IEnumerable<TextSpan> changes, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return await Verdict.OnAsync(document, ChangedMembers.Of(text, changes, root!), cancellationToken).ConfigureAwait(false);
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
