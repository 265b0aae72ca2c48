using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A statement that is an update, without its amount: that stands before the lock.</summary>
internal sealed class AmountSection(SemanticModel model, ExpressionStatementSyntax statement, Amount amount) : Section(model)
{
    public override TextSpan Span => TextSpan.FromBounds(statement.SpanStart, amount.Expression.SpanStart);

    public override IEnumerable<SyntaxNode> Contents => [];

    public override string? Caution => amount.Caution;

    public override bool IsPossible => statement.Parent is not LabeledStatementSyntax;

    public override void Write(DocumentEdits edits, string lockText)
    {
        if (StatementList.Around(statement).IsEmbedded)
            EmbeddedBraces.Write(edits, statement);

        var layout = edits.Layout;
        var fitsLines = layout.IsFirstOnLine(statement.SpanStart) && layout.IsLastOnLine(statement.SemicolonToken);
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(statement.SpanStart) : null);
        var name = edits.FreshName(statement, Amount.Name);
        var owner = TextSpan.FromBounds(statement.SpanStart, fitsLines ? layout.EndOfLine(statement.SemicolonToken) : statement.Span.End);
        var end = amount.Expression.Span.End;

        // The amount stays where it is, and the update moves around it.
        edits.Replace(Span, $"var {name} = ", owner);
        edits.Insert(
            end,
            $";{text.Break}{text.Open($"lock ({lockText})", layout.AlwaysBraces)}{edits.Tree.GetText().ToString(Span)}{name}",
            TextSpan.FromBounds(statement.SpanStart, end));
        edits.Insert(owner.End, text.Close(layout.AlwaysBraces), owner);
    }
}
