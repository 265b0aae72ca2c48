using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A <c>lock</c> block next to statements that need the same lock: it grows over them, and two critical sections become one.</summary>
internal static class ExistingLock
{
    /// <returns>False where no such block is next to <paramref name="section"/>, or its braces share their lines with other text.</returns>
    public static bool TryWiden(DocumentEdits edits, StatementsSection section, string lockText, List<string> declarations)
    {
        if (section.List.IsEmbedded || declarations.Count > 0)
            return false;

        var statements = section.List.Statements;
        if (section.FirstIndex > 0 && HasLock(statements[section.FirstIndex - 1], lockText) is { } before)
            return TryMoveEnd(edits, before, section);
        if (section.LastIndex + 1 < statements.Length && HasLock(statements[section.LastIndex + 1], lockText) is { } after)
            return TryMoveStart(edits, after, section);
        return false;
    }

    private static bool TryMoveEnd(DocumentEdits edits, BlockSyntax block, StatementsSection section)
    {
        if (LinesOf(edits, block.CloseBraceToken, block.CloseBraceToken) is not { } braceLine)
            return false;

        var owner = TextSpan.FromBounds(block.Parent!.SpanStart, edits.Layout.EndOfLine(section.Contents.Last().GetLastToken()));
        edits.Replace(braceLine, "", owner);
        Indentation.Deepen(edits, TextSpan.FromBounds(block.CloseBraceToken.SpanStart, section.Span.End), edits.Layout.Unit);
        edits.Insert(owner.End, edits.Layout.NewLine + edits.Layout.IndentAt(block.CloseBraceToken.SpanStart) + "}", owner);
        return true;
    }

    private static bool TryMoveStart(DocumentEdits edits, BlockSyntax block, StatementsSection section)
    {
        var statement = (LockStatementSyntax)block.Parent!;
        var text = edits.Tree.GetText();
        var firstLine = text.Lines.GetLineFromPosition(section.Span.Start);
        if (firstLine.LineNumber == 0 || LinesOf(edits, statement.LockKeyword, block.OpenBraceToken) is not { } header)
            return false;

        // One longer than the indentation that is put at the same place, so that the header comes first.
        var owner = TextSpan.FromBounds(firstLine.Start - 1, statement.Span.End);
        var opening = text.ToString(TextSpan.FromBounds(statement.SpanStart, block.OpenBraceToken.Span.End));
        edits.Replace(header, "", owner);
        edits.Insert(firstLine.Start, edits.Layout.IndentAt(section.Span.Start) + opening + edits.Layout.NewLine, owner);

        // From the line above, so that the first line of the section is indented like the others.
        Indentation.Deepen(edits, TextSpan.FromBounds(firstLine.Start - 1, header.Start), edits.Layout.Unit);
        return true;
    }

    private static BlockSyntax? HasLock(StatementSyntax statement, string lockText) =>
        statement is LockStatementSyntax { Statement: BlockSyntax block } existing && existing.Expression.ToString() == lockText ? block : null;

    /// <summary>The whole lines from one token to another, if they hold nothing else.</summary>
    private static TextSpan? LinesOf(DocumentEdits edits, SyntaxToken from, SyntaxToken to)
    {
        if (!edits.Layout.IsFirstOnLine(from.SpanStart) || !edits.Layout.IsLastOnLine(to) || edits.Layout.EndOfLine(to) != to.Span.End)
            return null;
        var lines = edits.Tree.GetText().Lines;
        return TextSpan.FromBounds(lines.GetLineFromPosition(from.SpanStart).Start, lines.GetLineFromPosition(to.Span.End).EndIncludingLineBreak);
    }
}
