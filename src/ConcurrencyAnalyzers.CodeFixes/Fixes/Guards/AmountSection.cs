using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>An update whose amount takes time: the amount is computed ahead of the lock, which then covers the update alone.</summary>
/// <remarks>
/// <code>
///   _sum += await Price();        var amount = await Price();
///                                 lock (_gate) { _sum += amount; }
/// </code>
/// As written, <c>_sum</c> is read before the amount is computed. What the computation itself does to <c>_sum</c> was lost and is kept now.
/// </remarks>
internal sealed class AmountSection(SemanticModel model, ExpressionStatementSyntax statement, ExpressionSyntax amount, bool isExact) : Section(model)
{
    public override TextSpan Span => TextSpan.FromBounds(statement.SpanStart, amount.SpanStart);

    public override IEnumerable<SyntaxNode> Contents => [];

    public override string? Caution => isExact ? null : $"'{Shortened(amount.ToString())}' is computed first";

    /// <summary>What is evaluated last in the update that <paramref name="statement"/> consists of, if the rest may wait for it.</summary>
    public static ExpressionSyntax? AmountOf(ExpressionStatementSyntax statement, SyntaxNode update)
    {
        if (statement.Parent is LabeledStatementSyntax || update is not AssignmentExpressionSyntax assignment || !IsPlain(assignment.Left))
            return null;
        if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
            return assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? null : assignment.Right;

        return assignment.Right is BinaryExpressionSyntax sum && IsPlain(sum.Left)
            && sum.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression)
            ? sum.Right
            : null;
    }

    public override bool TryWrite(DocumentEdits edits, string lockText)
    {
        var layout = edits.Layout;
        if (Model.GetTypeInfo(amount).Type is null)
            return false;
        if (StatementList.Around(statement).IsEmbedded)
            EmbeddedBraces.Write(edits, statement);

        var fitsLines = layout.IsFirstOnLine(statement.SpanStart) && layout.IsLastOnLine(statement.SemicolonToken);
        var text = new LockText(layout, fitsLines ? layout.IndentAt(statement.SpanStart) : null);
        var name = edits.FreshName(statement, "amount");
        var before = TextSpan.FromBounds(statement.SpanStart, amount.SpanStart);
        var owner = TextSpan.FromBounds(statement.SpanStart, fitsLines ? layout.EndOfLine(statement.SemicolonToken) : statement.Span.End);
        var update = edits.Tree.GetText().ToString(before);

        edits.Replace(before, $"var {name} = ", owner);
        edits.Insert(amount.Span.End, $";{text.Break}{text.Open(lockText, layout.AlwaysBraces)}{update}{name}", TextSpan.FromBounds(statement.SpanStart, amount.Span.End));
        edits.Insert(owner.End, text.Close(layout.AlwaysBraces), owner);
        return true;
    }

    /// <summary>Names and constants: evaluating them earlier or later shows nobody anything.</summary>
    private static bool IsPlain(ExpressionSyntax expression) =>
        !expression.DescendantNodesAndSelf().Any(static node => node is not (SimpleNameSyntax or MemberAccessExpressionSyntax or InstanceExpressionSyntax
            or LiteralExpressionSyntax or ElementAccessExpressionSyntax or BracketedArgumentListSyntax or ArgumentSyntax or ParenthesizedExpressionSyntax));

    private static string Shortened(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";
}
