namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>What an update adds, subtracts or else combines with, where that takes time: it is computed ahead of the lock.</summary>
/// <remarks>
/// <code>
///   _sum += await Price();        var amount = await Price();
///                                 lock (_gate) { _sum += amount; }
/// </code>
/// As written, <c>_sum</c> is read before the amount is computed. What the computation itself does to <c>_sum</c> was lost and is kept now.
/// </remarks>
/// <param name="Expression">The last thing that the update evaluates.</param>
/// <param name="IsExact">Nobody can tell the difference.</param>
internal sealed record Amount(ExpressionSyntax Expression, bool IsExact)
{
    public const string Name = "amount";

    public string? Caution => IsExact ? null : $"'{Shortened(Expression.ToString())}' is computed first";

    /// <summary>The amount of <paramref name="use"/>, if it takes time and nothing else in the update has to come before it.</summary>
    public static Amount? Of(MemoryUse use, SharedMemory memory, FixQuestion ask)
    {
        if (use is not { Kind: UseKind.Update, EarlierRead: null, Node: AssignmentExpressionSyntax update } || AmountOf(update) is not { } amount
            || !Calls.AnyWork(amount, ask) || memory.Uses.Any(other => other.Tree == use.Tree && amount.Span.Contains(other.Node.Span))
            || ask.ModelOf(use.Tree).GetTypeInfo(amount).Type is null)
        {
            return null;
        }

        return new Amount(amount, Untouched.By(amount, memory, ask));
    }

    private static ExpressionSyntax? AmountOf(AssignmentExpressionSyntax update)
    {
        if (!IsPlain(update.Left))
            return null;
        if (!update.IsKind(SyntaxKind.SimpleAssignmentExpression))
            return update.IsKind(SyntaxKind.CoalesceAssignmentExpression) ? null : update.Right;

        return update.Right is BinaryExpressionSyntax sum && IsPlain(sum.Left)
            && sum.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression)
            ? sum.Right
            : null;
    }

    /// <summary>Names and constants: evaluating them earlier or later shows nobody anything.</summary>
    private static bool IsPlain(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().All(static node =>
            node is SimpleNameSyntax or MemberAccessExpressionSyntax or InstanceExpressionSyntax or LiteralExpressionSyntax
                or ElementAccessExpressionSyntax or BracketedArgumentListSyntax or ArgumentSyntax or ParenthesizedExpressionSyntax);

    private static string Shortened(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";
}
