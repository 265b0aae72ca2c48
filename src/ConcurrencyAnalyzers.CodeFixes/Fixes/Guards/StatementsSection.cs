using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Neighbouring statements of one list, as they are.</summary>
internal sealed class StatementsSection(SemanticModel model, StatementList list, int first, int last) : Section(model)
{
    public StatementList List => list;

    public int FirstIndex => first;

    public int LastIndex => last;

    public override TextSpan Span => TextSpan.FromBounds(First.SpanStart, Last.Span.End);

    public override IEnumerable<SyntaxNode> Contents => list.Statements.Skip(first).Take(last - first + 1);

    private StatementSyntax First => list.Statements[first];

    private StatementSyntax Last => list.Statements[last];

    /// <summary>Both as one, if they overlap or nothing is between them, not even the branch of an <c>#if</c>.</summary>
    public StatementsSection? Joined(StatementsSection other)
    {
        if (list.Statements[0] != other.List.Statements[0] || other.FirstIndex > last + 1 || first > other.LastIndex + 1)
            return null;

        var both = new StatementsSection(Model, list, Math.Min(first, other.FirstIndex), Math.Max(last, other.LastIndex));
        return both.HasWholeDirectives() ? both : null;
    }

    public override bool IsPossible => !Contents.Any(GivesThreadAway) && HasWholeDirectives() && Split is not null;

    private ScopeSplit? Split => ScopeSplit.Of(Model, list, Span, Contents);

    public override void Write(DocumentEdits edits, string lockText)
    {
        var split = Split!;
        var layout = edits.Layout;
        var fitsLines = layout.IsFirstOnLine(First.SpanStart) && layout.IsLastOnLine(Last.GetLastToken());
        if (list.IsEmbedded && fitsLines && layout.AlwaysBraces && First.Parent is not LabeledStatementSyntax)
            EmbeddedBraces.Write(edits, First);

        split.Write(edits);
        if (fitsLines && ExistingLock.TryWiden(edits, this, lockText, split.Declarations))
            return;

        var text = new BlockText(layout, fitsLines ? layout.IndentAt(First.SpanStart) : null);
        var braces = layout.AlwaysBraces || first != last;
        var owner = TextSpan.FromBounds(First.SpanStart, fitsLines ? layout.EndOfLine(Last.GetLastToken()) : Last.Span.End);
        var declarations = string.Concat(split.Declarations.Select(line => line + text.Break));
        edits.Insert(First.SpanStart, declarations + text.Open($"lock ({lockText})", braces), owner);
        edits.Insert(owner.End, text.Close(braces), owner);
        if (!text.OnOneLine)
            Indentation.Deepen(edits, Span, layout.Unit);
    }

    private bool HasWholeDirectives() =>
        Directives.AreWholeIn(Model.SyntaxTree, TextSpan.FromBounds(First.GetFirstToken().Span.Start, Last.GetLastToken().Span.End));
}
