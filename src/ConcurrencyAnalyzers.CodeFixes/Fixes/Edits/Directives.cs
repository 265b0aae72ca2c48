namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>A brace inside <c>#if</c> and its partner outside would be one brace too many in the other configuration.</summary>
internal static class Directives
{
    /// <summary>Whether every branch that begins in <paramref name="span"/> ends there.</summary>
    public static bool AreWholeIn(SyntaxTree tree, TextSpan span)
    {
        var depth = 0;
        foreach (var directive in tree.GetRoot().DescendantTrivia(span).Where(one => one.IsDirective && span.Contains(one.Span)))
        {
            depth += directive.Kind() switch
            {
                SyntaxKind.IfDirectiveTrivia => 1,
                SyntaxKind.EndIfDirectiveTrivia => -1,
                _ => 0,
            };
            if (depth < 0 || (depth == 0 && directive.Kind() is SyntaxKind.ElseDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia))
                return false;
        }

        return depth == 0;
    }
}
