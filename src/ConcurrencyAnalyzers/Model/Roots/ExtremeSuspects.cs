using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Variables that keep the greatest, the least or the best of what comes by.</summary>
/// <remarks>
/// <code>
///   thread A comes with 7         thread B comes with 9         _highest
///   if (7 > _highest)                                           3
///                                 if (9 > _highest)
///                                 _highest = 9;                 9
///   _highest = 7;                                               7: the 9 is lost
/// </code>
/// What is compared is what is kept, or a measure of it, <c>name.Length</c>. A comparison with the sum of the variable and something else, as with the time
/// at which something is due again, is not one: who comes too early there does too much, and loses nothing. A variable of one function is another rule's.
/// </remarks>
internal sealed class ExtremeSuspects(BodyFacts body)
{
    public IEnumerable<LateSuspect> All()
    {
        foreach (var frame in body.Frames)
        {
            foreach (var act in frame.Accesses)
            {
                if (act is { Kind: AccessKind.Write, IsContent: false, IsAtomic: false, Path.IsCertain: true, Memory.Symbol: IFieldSymbol or IPropertySymbol, Syntax: AssignmentExpressionSyntax assignment }
                    && CheckOf(act, assignment.Right) is { } check)
                {
                    yield return new LateSuspect(LateActHarm.KeepsLesser, check, act, static other => other.IsWrite);
                }
            }
        }
    }

    /// <summary>The innermost comparison of the variable with <paramref name="value"/> that lets one on to the act.</summary>
    private static Access? CheckOf(Access act, ExpressionSyntax value)
    {
        foreach (var (condition, _) in Branches.Around(act.Syntax, act.Frame.Syntax))
        {
            foreach (var read in act.Frame.Accesses)
            {
                if (read is { Kind: AccessKind.Read, IsContent: false } && condition.Span.Contains(read.Syntax.Span) && read.Memory.Equals(act.Memory) && read.Path.Equals(act.Path)
                    && IsMeasuredAgainst(read.Target, value, condition))
                {
                    return read;
                }
            }
        }

        return null;
    }

    /// <summary><c>size &gt; _largest</c>, <c>name.Length &gt;= _longest.Length</c>, <c>_best.CompareTo(value) &lt; 0</c>.</summary>
    private static bool IsMeasuredAgainst(ExpressionSyntax variable, ExpressionSyntax value, ExpressionSyntax condition)
    {
        // The variable and what is kept instead of it go the same way, to the member that is compared.
        var measure = Whole(variable);
        while (measure.Parent is { } parent && parent != condition.Parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax:
                    measure = (ExpressionSyntax)parent;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call, Name.Identifier.ValueText: "CompareTo" } when IsOrder(call.Parent):
                    return AreAlike(arguments[0].Expression, value);
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompareTo" } called } call } when IsOrder(call.Parent):
                    return AreAlike(called.Expression, value);
                case MemberAccessExpressionSyntax member when member.Expression == measure:
                    measure = member;
                    break;
                case BinaryExpressionSyntax comparison when IsOrder(comparison):
                    return IsSameMeasure(measure, comparison.Left == measure ? comparison.Right : comparison.Left, variable, value);
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="other"/> is to <paramref name="value"/> what <paramref name="measure"/> is to <paramref name="variable"/>.</summary>
    private static bool IsSameMeasure(ExpressionSyntax measure, ExpressionSyntax other, ExpressionSyntax variable, ExpressionSyntax value)
    {
        (measure, other) = (Bare(measure), Bare(other));
        while (measure is MemberAccessExpressionSyntax mine && mine != Whole(variable))
        {
            if (other is not MemberAccessExpressionSyntax its || its.Name.Identifier.ValueText != mine.Name.Identifier.ValueText)
                return false;
            (measure, other) = (Bare(mine.Expression), Bare(its.Expression));
        }

        return AreAlike(other, value);
    }

    /// <summary><c>this._largest</c> of <c>_largest</c>.</summary>
    private static ExpressionSyntax Whole(ExpressionSyntax variable) =>
        variable.Parent is MemberAccessExpressionSyntax member && member.Name == variable ? member : variable;

    private static ExpressionSyntax Bare(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax inner:
                    expression = inner.Expression;
                    break;
                case CastExpressionSyntax cast:
                    expression = cast.Expression;
                    break;
                default:
                    return expression;
            }
        }
    }

    private static bool AreAlike(ExpressionSyntax one, ExpressionSyntax other) => SyntaxFactory.AreEquivalent(Bare(one), Bare(other));

    private static bool IsOrder(SyntaxNode? node) => node?.RawKind is
        (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression;
}
