using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Whole statements that come and go.</summary>
internal static class AddedStatements
{
    /// <summary>Writes <paramref name="text"/> behind <paramref name="previous"/>, which gets braces where it stands alone.</summary>
    public static void WriteAfter(StatementSyntax previous, string text, DocumentEdits edits)
    {
        var layout = edits.Layout;
        if (StatementList.Around(previous).IsEmbedded)
            EmbeddedBraces.Write(edits, previous);

        var last = previous.GetLastToken();
        var fitsLines = layout.IsFirstOnLine(previous.SpanStart) && layout.IsLastOnLine(last);
        var end = fitsLines ? layout.EndOfLine(last) : previous.Span.End;
        var lineBreak = fitsLines ? layout.NewLine + layout.IndentAt(previous.SpanStart) : " ";
        edits.Insert(end, lineBreak + text, TextSpan.FromBounds(previous.SpanStart, end));
    }

    /// <summary>Writes the end of <paramref name="made"/> from <paramref name="from"/> on, and takes <paramref name="start"/> out with it.</summary>
    public static void Close(int from, StatementSyntax made, StatementSyntax start, string text, DocumentEdits edits)
    {
        // The comment behind a start that follows is one behind the whole.
        var whole = TextSpan.FromBounds(from, start.Span.End);
        var isNext = made != start && start.GetFirstToken().GetPreviousToken() == made.GetLastToken() && edits.Tree.GetRoot().DescendantTrivia(whole)
            .All(trivia => !whole.Contains(trivia.Span) || trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia);
        edits.Replace(isNext ? whole : TextSpan.FromBounds(from, made.Span.End), text, made.Span);
        if (!isNext && made != start)
            Remove(start, edits);
    }

    /// <summary>Takes a statement out, with its line where it has one of its own.</summary>
    public static void Remove(StatementSyntax statement, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var (start, end) = (statement.SpanStart, statement.Span.End);
        if (layout.IsFirstOnLine(start) && layout.IsLastOnLine(statement.GetLastToken()))
        {
            var line = edits.Tree.GetText().Lines.GetLineFromPosition(end);
            start = edits.Tree.GetText().Lines.GetLineFromPosition(start).Start;
            end = line.EndIncludingLineBreak;
        }
        else if (end < edits.Tree.Length && edits.Tree.GetText()[end] == ' ')
        {
            end++;
        }

        edits.Replace(TextSpan.FromBounds(start, end), "", statement.Span);
    }
}
