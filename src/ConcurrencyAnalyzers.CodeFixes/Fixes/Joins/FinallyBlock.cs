using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Statements put into a <c>try</c> block, and a join into its <c>finally</c> block: new, or the one that already follows.</summary>
/// <remarks>Two threads that are started together share the blocks: each repair writes the same pieces, and its own join.</remarks>
internal sealed class FinallyBlock
{
    private readonly StatementList _list;
    private readonly int _from;
    private readonly int _to;
    private readonly int _joins;
    private readonly ScopeSplit _split;

    private FinallyBlock(StatementList list, int from, int to, int joins, ScopeSplit split) =>
        (_list, _from, _to, _joins, _split) = (list, from, to, joins, split);

    /// <param name="list">The statements.</param>
    /// <param name="from">The first that goes into the <c>try</c> block.</param>
    /// <param name="to">The one before which it ends.</param>
    /// <param name="joins">How many joins follow, all of which go into the <c>finally</c> block.</param>
    /// <param name="model">Of the tree.</param>
    public static FinallyBlock? Around(StatementList list, int from, int to, int joins, SemanticModel model)
    {
        if (list.IsEmbedded || from >= to)
            return null;

        var inside = list.Statements.Skip(from).Take(to - from).ToList();
        var span = TextSpan.FromBounds(inside[0].SpanStart, list.Statements[to + joins - 1].Span.End);
        var guarded = TextSpan.FromBounds(span.Start, list.Statements[to - 1].Span.End);
        return Directives.AreWholeIn(model.SyntaxTree, span) && ScopeSplit.Of(model, list, guarded, inside) is { } split
            ? new FinallyBlock(list, from, to, joins, split)
            : null;
    }

    /// <param name="join">Written where no joins follow.</param>
    /// <param name="edits">Of the tree.</param>
    public void Write(JoinStatement? join, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var (first, last) = (_list.Statements[_from], _list.Statements[_to - 1]);
        var fitsLines = layout.IsFirstOnLine(first.SpanStart) && layout.IsLastOnLine(last.GetLastToken());
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(first.SpanStart) : null);
        var start = first.SpanStart;
        var end = fitsLines ? layout.EndOfLine(last.GetLastToken()) : last.Span.End;

        _split.Write(edits);
        var declarations = string.Concat(_split.Declarations.Select(line => line + text.Break));
        edits.Insert(start, declarations + text.Open("try", braces: true), TextSpan.FromBounds(start, end));
        if (!text.OnOneLine)
            edits.Deepen(TextSpan.FromBounds(start, end), layout.Unit);

        var opening = $"{text.Close(braces: true)}{text.Break}finally{text.OpenBrace}";
        if (_joins > 0)
        {
            WriteAroundJoins(opening, text, end, edits);
            return;
        }

        // The owners say what closes first.
        edits.Insert(end, opening, TextSpan.FromBounds(start, end));
        edits.Insert(end, text.Inside().Break + join!.TextIn(text.Inside(), layout), TextSpan.FromBounds(start - 1, end));
        edits.Insert(end, $"{text.Break}}}", TextSpan.FromBounds(start - 2, end));
    }

    private void WriteAroundJoins(string opening, BlockText text, int end, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var last = _list.Statements[_to + _joins - 1];
        var close = text.OnOneLine ? last.Span.End : layout.EndOfLine(last.GetLastToken());
        var owner = TextSpan.FromBounds(_list.Statements[_from].SpanStart, close);
        var start = end;
        while (char.IsWhiteSpace(edits.Tree.GetText()[start]))
            start++;

        // The blank lines between are gone, the comments are not.
        edits.Replace(TextSpan.FromBounds(end, start), opening + text.Inside().Break, owner);
        if (!text.OnOneLine)
            Indentation.Deepen(edits, TextSpan.FromBounds(start, last.Span.End), layout.Unit);
        edits.Insert(close, $"{text.Break}}}", owner);
    }
}
