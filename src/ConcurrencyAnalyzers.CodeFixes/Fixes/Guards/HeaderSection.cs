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

    public override bool TryWrite(DocumentEdits edits, string lockText)
    {
        // A name that the header declares lives in the statement, and cannot move out of it.
        if (GivesThreadAway(header) || header.DescendantNodesAndSelf().Any(static node => node is SingleVariableDesignationSyntax)
            || StatementList.Around(statement).IsEmbedded || Model.GetTypeInfo(header) is not { Type: { } type, ConvertedType: { } converted })
        {
            return false;
        }

        var layout = edits.Layout;
        var text = new LockText(layout, layout.IsFirstOnLine(statement.SpanStart) ? layout.IndentAt(statement.SpanStart) : null);
        var name = edits.FreshName(statement, "result");
        var declared = statement is YieldStatementSyntax ? converted : type;
        var opening = edits.Tree.GetText().ToString(TextSpan.FromBounds(statement.SpanStart, header.SpanStart));
        var braces = layout.AlwaysBraces;

        edits.Replace(
            TextSpan.FromBounds(statement.SpanStart, header.SpanStart),
            $"{declared.ToMinimalDisplayString(Model, statement.SpanStart)} {name};{text.Break}{text.Open(lockText, braces)}{name} = ",
            statement.Span);
        edits.Insert(header.Span.End, $";{text.Close(braces)}{text.Break}{opening}{name}", TextSpan.FromBounds(statement.SpanStart, header.Span.End));
        if (!text.OnOneLine)
            Indentation.Deepen(edits, header.Span, layout.Unit);
        return true;
    }
}
