using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>By syntax: what has been asked, and with which answer, where control gets to a place.</summary>
internal static class Branches
{
    /// <summary>From the inside out, as far as <paramref name="end"/>: conditions around the place, and those that send one away before it.</summary>
    public static IEnumerable<(ExpressionSyntax Condition, bool Holds)> Around(SyntaxNode place, SyntaxNode end)
    {
        for (var node = place; node != end && node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ElseClauseSyntax { Parent: IfStatementSyntax choice }:
                    yield return (choice.Condition, false);
                    break;
                case IfStatementSyntax choice when choice.Statement == node:
                    yield return (choice.Condition, true);
                    break;
                case ConditionalExpressionSyntax choice when choice.Condition != node:
                    yield return (choice.Condition, choice.WhenTrue == node);
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both when both.Right == node:
                    yield return (both.Left, both.IsKind(SyntaxKind.LogicalAndExpression));
                    break;
                case BlockSyntax block when IsReachedFromAbove(node):
                    foreach (var statement in Before(node, block))
                    {
                        if (statement is IfStatementSyntax { Else: null } gate && Blocks.Leave(gate.Statement))
                            yield return (gate.Condition, false);
                    }

                    break;
            }
        }
    }

    /// <summary>Whether the loop whose variable is called <paramref name="item"/> comes to a place for those items only that it looks for.</summary>
    public static bool IsPicked(string item, SyntaxNode place)
    {
        var loop = place.FirstAncestorOrSelf<CommonForEachStatementSyntax>(loop => loop is ForEachStatementSyntax { Identifier.ValueText: var name } ? name == item : loop is ForEachVariableStatementSyntax);
        return loop is not null && Around(place, loop).Any(branch => branch.Condition.DescendantTokens().Any(token => token.ValueText == item));
    }

    /// <summary>The statements that control passes on its way through the blocks around a place, as far as <paramref name="end"/>.</summary>
    public static IEnumerable<StatementSyntax> Passed(SyntaxNode place, SyntaxNode end)
    {
        for (var node = place; node != end && node.Parent is { } parent; node = parent)
        {
            if (parent is BlockSyntax block && IsReachedFromAbove(node))
            {
                foreach (var statement in Before(node, block))
                    yield return statement;
            }
        }
    }

    /// <summary>
    /// Whether control that comes to <paramref name="first"/> does not come to <paramref name="second"/> in the same round: they stand in two branches of one
    /// choice, or the branch of the first returns.
    /// </summary>
    /// <param name="first">Stands before <paramref name="second"/>.</param>
    /// <param name="second">What may come later.</param>
    /// <param name="end">The function around both.</param>
    public static bool AreApart(SyntaxNode first, SyntaxNode second, SyntaxNode end)
    {
        SyntaxNode? returning = null;
        for (var node = first; node != end && node.Parent is { } parent; node = parent)
        {
            if (!parent.Span.Contains(second.Span))
            {
                if (parent is IfStatementSyntax or ElseClauseSyntax && node is StatementSyntax branch && Blocks.LastOf(branch) is ReturnStatementSyntax)
                    returning ??= branch;
                if (returning is not null && LeadsBehind(parent, returning))
                    returning = null;
                continue;
            }

            // What stands in a `finally` is reached by whoever returns.
            return parent switch
            {
                TryStatementSyntax => false,
                IfStatementSyntax choice => choice.Condition != node || returning is not null,
                ConditionalExpressionSyntax choice => choice.Condition != node,
                SwitchStatementSyntax choice => choice.Expression != node,
                _ => returning is not null,
            };
        }

        return false;
    }

    /// <summary>Whether control can leave the branch, which returns at its end, for what stands behind <paramref name="statement"/>: by a <c>break</c>, or thrown out of it and caught.</summary>
    private static bool LeadsBehind(SyntaxNode statement, SyntaxNode branch) => statement switch
    {
        TryStatementSyntax handled => handled.Catches.Count > 0 && handled.Block.Span.Contains(branch.Span),
        WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax =>
            branch.DescendantNodes().Any(static node => node is BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax),
        _ => false,
    };

    /// <summary>A local function can be called before control has come to where it is written.</summary>
    private static bool IsReachedFromAbove(SyntaxNode node) => node is not LocalFunctionStatementSyntax;

    private static IEnumerable<StatementSyntax> Before(SyntaxNode node, BlockSyntax block) => block.Statements.TakeWhile(statement => statement != node);
}
