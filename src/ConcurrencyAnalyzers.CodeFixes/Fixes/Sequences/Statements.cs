using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Sequences;

/// <summary>The shapes in which a check and its act stand.</summary>
internal static class Statements
{
    /// <summary>The statements that run where an <c>if</c> lets one on.</summary>
    public static IReadOnlyList<StatementSyntax> In(StatementSyntax branch) => branch switch
    {
        BlockSyntax block => block.Statements,

        // A list of syntax would be another tree.
        _ => new[] { branch },
    };

    /// <summary>The only statement of a branch, if it has just one.</summary>
    public static StatementSyntax? Only(StatementSyntax? branch) => branch is null ? null : Blocks.OnlyOf(branch);

    /// <summary>The statements behind <paramref name="statement"/> in its list.</summary>
    public static IReadOnlyList<StatementSyntax> After(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => [.. block.Statements.SkipWhile(one => one != statement).Skip(1)],
        SwitchSectionSyntax section => [.. section.Statements.SkipWhile(one => one != statement).Skip(1)],
        _ => [],
    };

    /// <summary>It stands in a list of statements, where a declaration may take its place.</summary>
    public static bool IsInList(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax;

    /// <summary>The assignment that a statement is.</summary>
    public static AssignmentExpressionSyntax? Assignment(StatementSyntax? statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } ? assignment : null;

    /// <summary>What is between <c>!</c> and the end, where <paramref name="condition"/> is such a denial.</summary>
    public static ExpressionSyntax? Denied(ExpressionSyntax condition) =>
        condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not ? not.Operand : null;

    /// <summary>The value that an <c>out</c> argument of <paramref name="call"/> names, and its type where it declares one.</summary>
    public static (string Name, string? Type)? OutOf(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments is { Count: 2 } arguments && arguments[1].RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
            ? arguments[1].Expression switch
            {
                DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax name } declared => (name.Identifier.ValueText, declared.Type.ToString()),
                IdentifierNameSyntax name => (name.Identifier.ValueText, null),
                _ => null,
            }
            : null;

    public static bool IsName(ExpressionSyntax? expression, string name) => expression is IdentifierNameSyntax one && one.Identifier.ValueText == name;

    /// <summary>The same value whenever it is asked for, and nothing happens.</summary>
    public static bool IsSimple(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax or IdentifierNameSyntax or DefaultExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax };

    /// <summary>It can move into a function: it neither waits nor names what a function cannot.</summary>
    public static bool CanMove(ExpressionSyntax value) => !value.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax or DeclarationExpressionSyntax or RefExpressionSyntax);

    /// <summary>To compute it twice does no harm.</summary>
    public static bool IsPure(ExpressionSyntax value) => !value.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax
        or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax or DeclarationExpressionSyntax
        or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
        or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression });
}
