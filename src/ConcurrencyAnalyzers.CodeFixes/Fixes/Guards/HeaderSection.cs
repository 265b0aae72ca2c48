using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>The expression that a statement evaluates once, before anything else: it is evaluated under the lock, ahead of the statement.</summary>
/// <remarks>
/// <code>
///   if (_sum > limit) Stop();     bool result;
///                                 lock (_gate) { result = _sum > limit; }
///                                 if (result) Stop();
/// </code>
/// </remarks>
internal sealed class HeaderSection(SemanticModel model, StatementSyntax statement, ExpressionSyntax header) : Section(model)
{
    public override TextSpan Span => header.Span;

    public override IEnumerable<SyntaxNode> Contents => [header];

    /// <summary>The expression of <paramref name="statement"/> that is evaluated first and once, if it has one.</summary>
    public static ExpressionSyntax? HeaderOf(StatementSyntax statement) => statement switch
    {
        IfStatementSyntax one => one.Condition,
        SwitchStatementSyntax one => one.Expression,
        ForEachStatementSyntax one => one.Expression,
        YieldStatementSyntax one => one.Expression,
        _ => null,
    };

    /// <summary>A name that the header declares lives in the statement and cannot move out; before an <c>else if</c> stands no statement.</summary>
    public override bool IsPossible =>
        !GivesThreadAway(header) && !header.DescendantNodesAndSelf().Any(static node => node is SingleVariableDesignationSyntax)
        && statement.Parent is not (ElseClauseSyntax or LabeledStatementSyntax) && NameOf(Declared, Model, statement.SpanStart) is not null;

    /// <summary>What is yielded is converted on the way, what is compared or walked over is not.</summary>
    private ITypeSymbol? Declared => statement is YieldStatementSyntax ? Model.GetTypeInfo(header).ConvertedType : Model.GetTypeInfo(header).Type;

    public override void Write(DocumentEdits edits, string lockText)
    {
        if (StatementList.Around(statement).IsEmbedded)
            EmbeddedBraces.Write(edits, statement);

        var layout = edits.Layout;
        var text = new BlockText(layout, layout.IsFirstOnLine(statement.SpanStart) ? layout.IndentAt(statement.SpanStart) : null);
        var name = edits.FreshName(statement, "result");
        var opening = edits.Tree.GetText().ToString(TextSpan.FromBounds(statement.SpanStart, header.SpanStart));
        var braces = layout.AlwaysBraces;

        edits.Replace(
            TextSpan.FromBounds(statement.SpanStart, header.SpanStart),
            $"{NameOf(Declared, Model, statement.SpanStart)} {name};{text.Break}{text.Open($"lock ({lockText})", braces)}{name} = ",
            statement.Span);
        edits.Insert(header.Span.End, $";{text.Close(braces)}{text.Break}{opening}{name}", TextSpan.FromBounds(statement.SpanStart, header.Span.End));
        if (!text.OnOneLine)
            Indentation.Deepen(edits, header.Span, layout.Unit);
    }
}
