
namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>The one statement after an <c>if</c>, <c>else</c> or loop gets the braces that let others stand beside it.</summary>
internal static class EmbeddedBraces
{
    /// <summary>Writes them at the level of the header, so that the statement keeps its indentation, or beside it where they share a line.</summary>
    public static void Write(DocumentEdits edits, StatementSyntax statement)
    {
        var layout = edits.Layout;
        var (start, end) = (statement.SpanStart, statement.Span.End);
        var (open, close) = ("{ ", " }");
        if (layout.IsFirstOnLine(start) && layout.IsLastOnLine(statement.GetLastToken()))
        {
            var header = statement.GetFirstToken().GetPreviousToken();
            var indent = layout.IndentAt(statement.Parent!.SpanStart);
            (start, open) = layout.BraceOnOwnLine ? (layout.EndOfLine(header), $"{layout.NewLine}{indent}{{") : (header.Span.End, " {");
            (end, close) = (layout.EndOfLine(statement.GetLastToken()), $"{layout.NewLine}{indent}}}");
        }

        // Around everything else that begins or ends there.
        edits.Insert(start, open, TextSpan.FromBounds(start, end + 1));
        edits.Insert(end, close, TextSpan.FromBounds(start - 1, end));
    }
}
