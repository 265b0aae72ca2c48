using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Variables that hold the greatest, the least or the best so far: a value is compared with it, and then replaces it.</summary>
/// <remarks>
/// <code>
///   thread A, 9                thread B, 7                _highest
///   if (9 > _highest)          if (7 > _highest)          3
///   _highest = 9;                                         9
///                              _highest = 7;              7
/// </code>
/// Both sides of the comparison have to ask the same of both values; any other condition is no promise about the variable, nor is a constant,
/// <c>if (_left &gt; 0) _left = 0;</c>.
/// </remarks>
internal sealed class RecordSuspects(BodyFacts body)
{
    public IEnumerable<LateSuspect> All()
    {
        foreach (var frame in body.Frames)
        {
            foreach (var act in frame.Accesses)
            {
                if (act is { Kind: AccessKind.Write, IsContent: false, IsAtomic: false, Path.IsCertain: true, Memory.Symbol: IFieldSymbol or IPropertySymbol, Value: not { ConstantValue.HasValue: true } }
                    && act.Syntax is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && ComparedBefore(act, assignment) is { } read)
                {
                    yield return new LateSuspect(LateActHarm.ReplacesBetter, read, act, static other => other.IsWrite);
                }
            }
        }
    }

    /// <summary>The innermost read of the variable in a comparison with the value that replaces it.</summary>
    private static Access? ComparedBefore(Access act, AssignmentExpressionSyntax assignment)
    {
        foreach (var (condition, _) in Branches.Around(act.Syntax, act.Frame.Syntax))
        {
            var read = act.Frame.Accesses.Find(read => read is { Kind: AccessKind.Read, IsContent: false, IsAtomic: false } && condition.Span.Contains(read.Syntax.Span)
                && read.Memory.Equals(act.Memory) && read.Path.Equals(act.Path) && IsComparedWith(assignment.Right, read.Target, condition));
            if (read is not null)
                return read;
        }

        return null;
    }

    private static bool IsComparedWith(ExpressionSyntax value, ExpressionSyntax variable, ExpressionSyntax condition)
    {
        var comparison = variable.Ancestors().TakeWhile(outer => outer != condition.Parent).OfType<BinaryExpressionSyntax>().FirstOrDefault(IsOrder);
        if (comparison is null)
            return false;

        // `value.CompareTo(_best) > 0` has both on one side.
        return AsksTheSame(comparison.Left, comparison.Right, value, variable) || AsksTheSame(comparison.Right, comparison.Left, value, variable)
            || (comparison.Right.IsKind(SyntaxKind.NumericLiteralExpression) && comparison.Left is InvocationExpressionSyntax call && IsComparer(call, value, variable));
    }

    private static bool IsOrder(BinaryExpressionSyntax comparison) => comparison.RawKind is (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression
        or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression;

    /// <summary>The one side is the other with the variable in place of the value: <c>word.Length &gt; _longest.Length</c>.</summary>
    private static bool AsksTheSame(ExpressionSyntax ofVariable, ExpressionSyntax ofValue, ExpressionSyntax value, ExpressionSyntax variable) =>
        ofVariable.Span.Contains(variable.Span)
        && (ofVariable == variable ? SyntaxFactory.AreEquivalent(ofValue, value)
            : ofVariable is MemberAccessExpressionSyntax asked && asked.Expression == variable && ofValue is MemberAccessExpressionSyntax also
                && SyntaxFactory.AreEquivalent(also.Name, asked.Name) && SyntaxFactory.AreEquivalent(also.Expression, value));

    private static bool IsComparer(InvocationExpressionSyntax call, ExpressionSyntax value, ExpressionSyntax variable) =>
        Targets.NameOf(call) is "Compare" or "CompareTo" && call.ArgumentList.Arguments.Any(argument => argument.Expression == variable || SyntaxFactory.AreEquivalent(argument.Expression, value))
        && call.DescendantNodes().Any(node => node == variable) && call.DescendantNodes().Any(node => SyntaxFactory.AreEquivalent(node, value));
}
