using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>Reads, computes and stores in one step, which is made again where another thread was faster: <c>AddOrUpdate</c>.</summary>
internal static class JoinedUpdate
{
    public static Repair? For(LateAct late)
    {
        var act = late.Act.Syntax as ExpressionSyntax;
        if (act?.FirstAncestorOrSelf<IfStatementSyntax>() is not { Else: { } otherwise } statement || late.Act.Key is not { } key)
            return null;

        var (condition, whenThere, whenNot) = Statements.Denied(statement.Condition) is { } denied
            ? (denied, otherwise.Statement, statement.Statement)
            : (statement.Condition, statement.Statement, otherwise.Statement);
        var map = late.Act.Target.ToString();
        if (condition is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax asked } check || !SyntaxFactory.AreEquivalent(asked.Expression, late.Act.Target)
            || check.ArgumentList.Arguments.FirstOrDefault() is not { } about || !SyntaxFactory.AreEquivalent(about.Expression, key)
            || Statements.Only(whenThere) is not ExpressionStatementSyntax updating || updating.Expression != act
            || Statements.Assignment(Statements.Only(whenNot)) is not { Left: ElementAccessExpressionSyntax element, Right: { } first } || element.ToString() != TargetOf(act)?.ToString() || !Statements.IsPure(first)
            || UpdateOf(act, check) is not var (old, next))
        {
            return null;
        }

        return new Repair(
            $"Update '{late.Name}' in one step", FixSafety.Safe, "update", statement,
            all => all.In(statement.SyntaxTree).Replace(statement.Span, $"{map}.AddOrUpdate({key}, {first}, (_, {old}) => {next});", statement.Span));
    }

    private static ExpressionSyntax? TargetOf(ExpressionSyntax act) => act switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax post => post.Operand,
        PrefixUnaryExpressionSyntax pre => pre.Operand,
        _ => null,
    };

    /// <summary>A name for the old value, and the new one in terms of it; null where to compute it twice could do harm.</summary>
    private static (string Old, string Next)? UpdateOf(ExpressionSyntax act, InvocationExpressionSyntax check)
    {
        switch (act)
        {
            case PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax:
                return ("old", act.RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PreIncrementExpression ? "old + 1" : "old - 1");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } sum when Statements.IsPure(sum.Right):
                var sign = sum.IsKind(SyntaxKind.AddAssignmentExpression) ? "+" : "-";
                return ("old", sum.Right is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"old {sign} ({sum.Right})" : $"old {sign} {sum.Right}");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when Statements.IsPure(assignment.Right):
                if (Statements.OutOf(check) is (var given, not null))
                    return (given, assignment.Right.ToString());
                var reads = assignment.Right.DescendantNodesAndSelf().Where(node => SyntaxFactory.AreEquivalent(node, assignment.Left)).ToList();
                return reads.Count != 1 ? null
                    : ("old", assignment.Right.ToString().Substring(0, reads[0].SpanStart - assignment.Right.SpanStart) + "old" + assignment.Right.ToString().Substring(reads[0].Span.End - assignment.Right.SpanStart));
            default:
                return null;
        }
    }
}
