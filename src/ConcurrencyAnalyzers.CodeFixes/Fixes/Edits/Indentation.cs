namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>Moves lines to the right where that changes nothing but white space.</summary>
internal static class Indentation
{
    /// <summary>Each line of <paramref name="span"/> but the first.</summary>
    public static void Deepen(DocumentEdits edits, TextSpan span, string by)
    {
        var root = edits.Tree.GetRoot();
        var lines = edits.Tree.GetText().Lines;
        for (var i = lines.IndexOf(span.Start) + 1; i < lines.Count && lines[i].Start < span.End; i++)
        {
            var line = lines[i];
            if (!string.IsNullOrWhiteSpace(line.ToString()) && !IsInsideText(root, line.Start) && !IsDirective(root, line))
                edits.Insert(line.Start, by, span);
        }
    }

    /// <summary>White space inside a string is its value; that of a raw string measures the others.</summary>
    private static bool IsInsideText(SyntaxNode root, int position)
    {
        var token = root.FindToken(position);
        return (token.SpanStart < position && position < token.Span.End)
            || (token.SpanStart == position && token.Kind() is SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedRawStringEndToken);
    }

    private static bool IsDirective(SyntaxNode root, TextLine line) =>
        line.ToString().TrimStart().StartsWith("#", StringComparison.Ordinal) || root.FindTrivia(line.Start).IsKind(SyntaxKind.DisabledTextTrivia);
}
