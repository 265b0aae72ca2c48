using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>A parameter that says whether the caller holds the lock: <c>if (isHeld) Remove(); else { Enter(); Remove(); Exit(); }</c>.</summary>
internal static class ConditionalLocks
{
    /// <summary>Whether the place is on one side of a test of such a parameter, and the other side takes a lock.</summary>
    public static bool MayHoldAt(Site site)
    {
        if (site.Frame.Method is not { } method || !method.Parameters.Any(static one => one.Type.SpecialType == SpecialType.System_Boolean))
            return false;

        for (SyntaxNode node = site.Syntax; node.Parent is { } parent && node != site.Frame.Syntax; node = parent)
        {
            var (condition, other) = parent switch
            {
                ElseClauseSyntax { Parent: IfStatementSyntax branch } => (branch.Condition, branch.Statement.Span),
                IfStatementSyntax { Else: { } otherwise } branch when branch.Statement == node => (branch.Condition, otherwise.Span),
                IfStatementSyntax branch when branch.Statement == node && Leaves(branch.Statement) => (branch.Condition, TextSpan.FromBounds(branch.Span.End, Math.Max(branch.Span.End, site.Frame.Syntax.Span.End))),
                ConditionalExpressionSyntax branch when branch.WhenTrue == node => (branch.Condition, branch.WhenFalse.Span),
                ConditionalExpressionSyntax branch when branch.WhenFalse == node => (branch.Condition, branch.WhenTrue.Span),
                _ => default,
            };
            if (condition is not null && Asks(condition, method) && site.Frame.Sites.Any(one => !one.Locks.IsEmpty && other.Contains(one.Syntax.Span)))
                return true;
        }

        return false;
    }

    private static bool Leaves(StatementSyntax branch) => branch is ReturnStatementSyntax || (branch is BlockSyntax block && block.Statements.LastOrDefault() is ReturnStatementSyntax);

    private static bool Asks(ExpressionSyntax condition, IMethodSymbol method) =>
        condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => method.Parameters.Any(parameter => parameter.Type.SpecialType == SpecialType.System_Boolean && parameter.Name == name.Identifier.ValueText));
}
