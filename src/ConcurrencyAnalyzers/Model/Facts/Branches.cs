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
                case BlockSyntax block:
                    foreach (var statement in Before(node, block))
                    {
                        if (statement is IfStatementSyntax { Else: null } gate && Blocks.Leave(gate.Statement))
                            yield return (gate.Condition, false);
                    }

                    break;
            }
        }
    }

    /// <summary>The statements that control passes on its way through the blocks around a place, as far as <paramref name="end"/>.</summary>
    public static IEnumerable<StatementSyntax> Passed(SyntaxNode place, SyntaxNode end)
    {
        for (var node = place; node != end && node.Parent is { } parent; node = parent)
        {
            if (parent is BlockSyntax block)
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
        var returns = false;
        for (var node = first; node != end && node.Parent is { } parent; node = parent)
        {
            if (!parent.Span.Contains(second.Span))
            {
                returns |= parent is IfStatementSyntax or ElseClauseSyntax && node is StatementSyntax branch && Blocks.LastOf(branch) is ReturnStatementSyntax;
                continue;
            }

            // What stands in a `finally` is reached by whoever returns.
            return parent switch
            {
                TryStatementSyntax => false,
                IfStatementSyntax choice => choice.Condition != node || returns,
                ConditionalExpressionSyntax choice => choice.Condition != node,
                SwitchStatementSyntax choice => choice.Expression != node,
                _ => returns,
            };
        }

        return false;
    }

    private static IEnumerable<StatementSyntax> Before(SyntaxNode node, BlockSyntax block) => block.Statements.TakeWhile(statement => statement != node);
}
