namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A method that is given a thread to start it.</summary>
internal static class Handover
{
    /// <summary>Whether a thread that was handed over may not have been started: to join such a thread throws.</summary>
    public static bool MayNotStart(StartedThread thread, FixQuestion ask)
    {
        if (thread.Unjoined.Start is not InvocationExpressionSyntax call
            || ask.ModelOf(call.SyntaxTree).GetSymbolInfo(call).Symbol?.OriginalDefinition is not IMethodSymbol { DeclaringSyntaxReferences: { Length: > 0 } parts } method)
        {
            return false;
        }

        method = method.ReducedFrom ?? method;
        return !parts.Any(part => ask.Compilation.ContainsSyntaxTree(part.SyntaxTree) && StartsFirst(part.GetSyntax(ask.CancellationToken), method));
    }

    /// <summary>One of its statements starts a parameter, and none before it leaves.</summary>
    private static bool StartsFirst(SyntaxNode function, IMethodSymbol method) => function switch
    {
        BaseMethodDeclarationSyntax { ExpressionBody.Expression: var one } => IsStart(one, method),
        LocalFunctionStatementSyntax { ExpressionBody.Expression: var one } => IsStart(one, method),
        BaseMethodDeclarationSyntax { Body.Statements: var statements } => StartsFirst(statements, method),
        LocalFunctionStatementSyntax { Body.Statements: var statements } => StartsFirst(statements, method),
        _ => false,
    };

    private static bool StartsFirst(SyntaxList<StatementSyntax> statements, IMethodSymbol method)
    {
        foreach (var statement in statements)
        {
            if (statement is ExpressionStatementSyntax { Expression: var one } && IsStart(one, method))
                return true;
            if (Functions.OwnNodes(statement).Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax))
                return false;
        }

        return false;
    }

    private static bool IsStart(ExpressionSyntax expression, IMethodSymbol method) =>
        expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Expression: IdentifierNameSyntax thread } }
        && method.Parameters.Any(one => one.Name == thread.Identifier.ValueText);
}
