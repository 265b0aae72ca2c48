using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Where among some statements a thread is waited for: as late as possible, and before anybody needs what it has done.</summary>
/// <param name="List">The statements.</param>
/// <param name="After">The statement after which the thread runs.</param>
/// <param name="Before">The statement before which it is joined; that of the end where there is none.</param>
internal sealed record JoinPlace(StatementList List, int After, int Before)
{
    /// <summary>How deep calls are followed in search of a use of the results.</summary>
    private const int MostDeep = 2;

    /// <summary>Nothing runs beside the thread.</summary>
    public bool IsAtOnce => Before == After + 1;

    public SyntaxTree Tree => List.Statements[After].SyntaxTree;

    public static JoinPlace? For(StatementSyntax start, ThreadWork work, FixQuestion ask)
    {
        var list = StatementList.Around(start);
        var after = list.Statements.IndexOf(start);
        if (after < 0 || start.Parent is LabeledStatementSyntax)
            return null;

        var end = list.Statements.Length;
        while (end > after + 1 && list.Statements[end - 1] is LocalFunctionStatementSyntax)
            end--;
        if (end > after + 1 && IsJump(list.Statements[end - 1]))
            end--;

        var before = after + 1;
        while (before < end && !Needs(list.Statements[before], work, ask, MostDeep))
            before++;
        return new JoinPlace(list, after, before);
    }

    /// <summary>The statement after which the join is written.</summary>
    public StatementSyntax Previous => List.Statements[Before - 1];

    private static bool IsJump(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax
        || statement.IsKind(SyntaxKind.YieldBreakStatement);

    private static bool Needs(SyntaxNode code, ThreadWork work, FixQuestion ask, int depth)
    {
        if (work.Results.Count == 0)
            return false;

        var model = ask.ModelOf(code.SyntaxTree);
        foreach (var name in Functions.BodyNodes(code).OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name).Symbol?.OriginalDefinition is not { } symbol)
                continue;
            if (work.Results.Contains(symbol))
                return true;
            if (depth > 0 && symbol is IMethodSymbol method
                && name.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Expression.Span.End == name.Span.End
                && method.DeclaringSyntaxReferences.Any(part =>
                    ask.Compilation.ContainsSyntaxTree(part.SyntaxTree) && Needs(part.GetSyntax(ask.CancellationToken), work, ask, depth - 1)))
            {
                return true;
            }
        }

        return false;
    }
}
