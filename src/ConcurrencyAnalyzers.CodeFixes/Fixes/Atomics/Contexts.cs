namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>What stands around an expression that a repair rewrites.</summary>
internal static class Contexts
{
    /// <summary>Whether the value of <paramref name="expression"/> goes nowhere.</summary>
    public static bool IsUnused(ExpressionSyntax expression, SemanticModel model) => expression.Parent switch
    {
        ExpressionStatementSyntax => true,
        ForStatementSyntax loop => loop.Condition != expression,
        ParenthesizedExpressionSyntax outer => IsUnused(outer, model),
        LambdaExpressionSyntax lambda => model.GetSymbolInfo(lambda).Symbol is IMethodSymbol method && HasNoResult(method),
        ArrowExpressionClauseSyntax { Parent: BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax } arrow =>
            model.GetDeclaredSymbol(arrow.Parent!) is IMethodSymbol method && HasNoResult(method),
        ArrowExpressionClauseSyntax { Parent: AccessorDeclarationSyntax accessor } => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        _ => false,
    };

    /// <summary>Whether <c>a - 1</c> in the place of <paramref name="expression"/> would be torn apart by what stands around it.</summary>
    /// <remarks>Errs towards brackets: only the places that are known to take any expression go without.</remarks>
    public static bool NeedsBrackets(ExpressionSyntax expression) => expression.Parent switch
    {
        ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax => false,
        ParenthesizedExpressionSyntax or InterpolationSyntax or LambdaExpressionSyntax or IfStatementSyntax or WhileStatementSyntax => false,
        AssignmentExpressionSyntax assignment => assignment.Right != expression,
        InitializerExpressionSyntax or ExpressionElementSyntax or SwitchExpressionArmSyntax => false,
        ConditionalExpressionSyntax choice => choice.Condition == expression,
        BinaryExpressionSyntax comparison => comparison.Kind() is not (
            SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression
            or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression),
        _ => true,
    };

    /// <summary>An asynchronous method has a result only inside its task.</summary>
    public static bool HasNoResult(IMethodSymbol method) =>
        method.ReturnsVoid || (method.IsAsync && method.ReturnType is not INamedTypeSymbol { IsGenericType: true });
}
