namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Whether a name is written to where it stands, as far as syntax tells.</summary>
internal static class Writes
{
    /// <summary>An assignment, a step, or a reference that somebody may write through; of an array also that of an element.</summary>
    public static bool Through(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == name => member,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        while (whole.Parent is ParenthesizedExpressionSyntax
            || (whole.Parent is ElementAccessExpressionSyntax element && element.Expression == whole))
        {
            whole = (ExpressionSyntax)whole.Parent;
        }

        return whole.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            PostfixUnaryExpressionSyntax step => !step.IsKind(SyntaxKind.SuppressNullableWarningExpression),
            PrefixUnaryExpressionSyntax step =>
                step.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax { Left: TupleExpressionSyntax } } } => true,
            ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword,
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    /// <summary>Whether <paramref name="variable"/> keeps its first value in the member around <paramref name="place"/>.</summary>
    public static bool Never(ISymbol variable, SyntaxNode place) =>
        !Functions.MemberAround(place).DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            name.Identifier.ValueText == variable.Name && Through(name));
}
