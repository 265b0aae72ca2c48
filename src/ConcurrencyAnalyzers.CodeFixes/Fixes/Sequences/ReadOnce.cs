using ConcurrencyAnalyzers.Fixes.Edits;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>Asks for the value together with the key: <c>TryGetValue</c> in the place of <c>ContainsKey</c> and the indexer.</summary>
internal static class ReadOnce
{
    public static Repair? For(LateAct late)
    {
        if (late.Check.Syntax is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "ContainsKey" } name }, ArgumentList: { Arguments.Count: 1 } arguments } check
            || late.Act.Syntax is not ElementAccessExpressionSyntax act || RegionOf(check) is not { } region)
        {
            return null;
        }

        var reads = check.SyntaxTree.GetRoot().DescendantNodes(region).OfType<ElementAccessExpressionSyntax>().Where(one => region.Contains(one.Span) && SyntaxFactory.AreEquivalent(one, act)).ToList();
        return !reads.Contains(act) || reads.Exists(IsWritten) || reads.Exists(read => Functions.FunctionAround(read) != Functions.FunctionAround(check)) ? null
            : new Repair($"Get the value of '{late.Name}' together with the check", FixSafety.Safe, "value", check, all => Write(name, arguments, reads, all.In(check.SyntaxTree)));
    }

    private static void Write(SimpleNameSyntax name, ArgumentListSyntax arguments, List<ElementAccessExpressionSyntax> reads, DocumentEdits edits)
    {
        var value = edits.FreshName(name, "value");
        edits.Replace(name.Span, "TryGetValue", name.Span);
        edits.Insert(arguments.CloseParenToken.SpanStart, $", out var {value}", arguments.Span);
        foreach (var read in reads)
            edits.Replace(read.Span, value, read.Span);
    }

    /// <summary>Where the check has held: what comes behind <c>if (!…) return;</c> too.</summary>
    private static TextSpan? RegionOf(InvocationExpressionSyntax check) => check.Parent switch
    {
        IfStatementSyntax statement when statement.Condition == check => statement.Statement.Span,
        ConditionalExpressionSyntax choice when choice.Condition == check => choice.WhenTrue.Span,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: ConditionalExpressionSyntax choice } not when choice.Condition == not => choice.WhenFalse.Span,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: IfStatementSyntax { Else: null } statement } not
            when statement.Condition == not && Statements.IsInList(statement) && Statements.In(statement.Statement).LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax =>
            TextSpan.FromBounds(statement.Span.End, statement.Parent!.Span.End),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when both.Left == check => RegionOfBoth(both),
        _ => null,
    };

    private static TextSpan RegionOfBoth(BinaryExpressionSyntax both) => both.Parent switch
    {
        IfStatementSyntax statement when statement.Condition == both => TextSpan.FromBounds(both.Right.SpanStart, statement.Statement.Span.End),
        ConditionalExpressionSyntax choice when choice.Condition == both => TextSpan.FromBounds(both.Right.SpanStart, choice.WhenTrue.Span.End),
        _ => both.Right.Span,
    };

    private static bool IsWritten(ElementAccessExpressionSyntax read) => read.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == read,
        PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax => read.Parent.RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression
            or (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression,
        _ => false,
    };
}
