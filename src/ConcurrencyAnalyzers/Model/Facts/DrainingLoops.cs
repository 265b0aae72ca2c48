using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>
/// Loops that wait for one of several and go on while any is left: <c>while (tasks.Count &gt; 0) tasks.Remove(await Task.WhenAny(tasks));</c>.
/// Behind them all are over. A loop that only keeps the number down, <c>tasks.Count &gt;= 4</c>, goes on while some are under way.
/// </summary>
internal static class DrainingLoops
{
    /// <summary>The condition of the loop around <paramref name="wait"/>, if it asks whether any is left.</summary>
    public static SyntaxNode? Around(SyntaxNode wait)
    {
        var condition = LoopAround(wait) is { } loop ? Loops.ConditionOf(loop) : null;
        return condition is not null && AsksWhetherAnyIsLeft(condition) ? condition : null;
    }

    /// <summary>Whether something else in the loop asks so: <c>if (tasks.Count == 0) break;</c>.</summary>
    public static bool MayBeAround(SyntaxNode wait) =>
        LoopAround(wait)?.DescendantNodes().OfType<ExpressionSyntax>().Any(static node => IsSize(node) && node.Parent is { } asked && !IsBound(asked) || IsAny(node)) == true;

    private static StatementSyntax? LoopAround(SyntaxNode wait)
    {
        for (var node = wait.Parent; node is not null and not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            if (node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax)
                return (StatementSyntax)node;
        }

        return null;
    }

    private static bool AsksWhetherAnyIsLeft(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => AsksWhetherAnyIsLeft(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.NotEqualsExpression, Right: LiteralExpressionSyntax { Token.Value: 0 } } asked => IsSize(asked.Left),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanOrEqualExpression, Right: LiteralExpressionSyntax { Token.Value: 1 } } asked => IsSize(asked.Left),
        _ => IsAny(condition),
    };

    /// <summary>Compared with a number that is not zero, or with what is not known.</summary>
    private static bool IsBound(SyntaxNode asked) =>
        asked is BinaryExpressionSyntax { Right: not LiteralExpressionSyntax { Token.Value: 0 or 1 }, Left: not LiteralExpressionSyntax { Token.Value: 0 or 1 } };

    private static bool IsAny(ExpressionSyntax node) => node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Any" } };

    private static bool IsSize(ExpressionSyntax node) => node switch
    {
        InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var counted } => counted is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" },
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" or "Length" or "IsEmpty", Parent: not InvocationExpressionSyntax } => true,
        _ => false,
    };
}
