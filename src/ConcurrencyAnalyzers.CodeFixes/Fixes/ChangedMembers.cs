namespace ConcurrencyAnalyzers.Fixes;

/// <summary>The members of a file that a change reaches: only these have to be bound again to know what the change did.</summary>
internal static class ChangedMembers
{
    /// <param name="text">The text before or after.</param>
    /// <param name="changes">What changed, as it stands in that text.</param>
    /// <param name="root">Of that text.</param>
    /// <returns>Their spans in order; that of the whole file where something changed outside of members or between top-level statements.</returns>
    public static ImmutableArray<TextSpan> Of(SourceText text, IEnumerable<TextSpan> changes, SyntaxNode root)
    {
        var spans = new SortedSet<TextSpan>();
        foreach (var change in changes)
        {
            var member = root.FindNode(new TextSpan(Math.Min(change.Start, text.Length), 0)).FirstAncestorOrSelf<MemberDeclarationSyntax>();
            if (member is null or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax
                || member.FullSpan.End < change.End)
            {
                return [new TextSpan(0, text.Length)];
            }

            spans.Add(member.FullSpan);
        }

        return [.. spans];
    }

    /// <summary>Where the changes between two texts stand in the newer one.</summary>
    public static IEnumerable<TextSpan> InNew(IReadOnlyList<TextChangeRange> changes)
    {
        var shift = 0;
        foreach (var change in changes.OrderBy(static change => change.Span.Start))
        {
            yield return new TextSpan(change.Span.Start + shift, change.NewLength);
            shift += change.NewLength - change.Span.Length;
        }
    }
}
