namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Loops that nothing ends.</summary>
internal static class EndlessLoops
{
    public static ExpressionSyntax? ConditionOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax one => one.Condition,
        DoStatementSyntax one => one.Condition,
        ForStatementSyntax one => one.Condition,
        _ => null,
    };

    /// <summary>Whether the condition always holds and nothing inside leaves.</summary>
    public static bool Is(StatementSyntax loop, SemanticModel model) =>
        IsUnconditional(loop, model) && !Functions.OwnNodes(loop).Any(node => node switch
    {
        ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or GotoStatementSyntax => true,
        YieldStatementSyntax one => one.IsKind(SyntaxKind.YieldBreakStatement),
        InvocationExpressionSyntax call => Functions.NameOf(call.Expression) == "ThrowIfCancellationRequested",
        BreakStatementSyntax => node.Ancestors().First(static one => one is SwitchStatementSyntax || IsLoop(one)) == loop,
        _ => false,
    });

    /// <summary><c>while (true)</c> and its like: only what stands inside can end it.</summary>
    public static bool IsUnconditional(StatementSyntax loop, SemanticModel model) =>
        loop is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax
        && (ConditionOf(loop) is not { } condition || model.GetConstantValue(condition) is { HasValue: true, Value: true });

    public static bool IsLoop(SyntaxNode node) =>
        node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>The outermost loop around <paramref name="node"/> inside <paramref name="function"/>.</summary>
    public static StatementSyntax? Outermost(SyntaxNode node, SyntaxNode function) =>
        node.Ancestors().TakeWhile(one => one != function && !Functions.IsInner(one)).Where(IsLoop).LastOrDefault() as StatementSyntax;
}
