using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What a piece of syntax changes or calls, by name.</summary>
internal static class Targets
{
    /// <summary>The target of an assignment or a step; null where <paramref name="node"/> is neither.</summary>
    public static ExpressionSyntax? Of(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } post => post.Operand,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } pre => pre.Operand,
        _ => null,
    };

    /// <summary>The last name in an expression: <c>Count</c> of <c>_stats.Count[3]</c>.</summary>
    public static string? NameOf(ExpressionSyntax? target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax access => access.Name.Identifier.ValueText,
        ElementAccessExpressionSyntax element => NameOf(element.Expression),
        ParenthesizedExpressionSyntax inner => NameOf(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => NameOf(inner.Operand),
        _ => null,
    };

    /// <summary>The name of what <paramref name="call"/> calls.</summary>
    public static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether <paramref name="node"/> changes a variable of a name that <paramref name="isMeant"/>.</summary>
    public static bool IsChange(SyntaxNode node, Func<string, bool> isMeant) => Of(node) switch
    {
        TupleExpressionSyntax tuple => tuple.Arguments.Any(item => NameOf(item.Expression) is { } name && isMeant(name)),
        var target => NameOf(target) is { } name && isMeant(name),
    };
}
