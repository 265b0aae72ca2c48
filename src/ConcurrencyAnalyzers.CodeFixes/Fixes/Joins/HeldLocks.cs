namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Locks that are held where a join would stand. A thread that takes one of them could never end.</summary>
internal static class HeldLocks
{
    /// <summary>Whether waiting at <paramref name="place"/> may keep the thread from ending.</summary>
    /// <remarks>Locks of the function itself, and those that callers in the same file hold around its call.</remarks>
    public static bool Stop(ThreadWork work, SyntaxNode place, FixQuestion ask)
    {
        var function = Functions.FunctionAround(place);
        if (Holds(place, work, ask) || (IsSynchronized(function, ask) && (work.MayWait || work.Locks.Count > 0)))
            return true;
        if (ask.ModelOf(place.SyntaxTree).GetDeclaredSymbol(function) is not IMethodSymbol method)
            return false;

        return place.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            Functions.NameOf(call.Expression) == method.Name && Holds(call, work, ask)
            && SymbolEqualityComparer.Default.Equals(ask.ModelOf(call.SyntaxTree).GetSymbolInfo(call).Symbol?.OriginalDefinition, method));
    }

    private static bool Holds(SyntaxNode place, ThreadWork work, FixQuestion ask)
    {
        var model = ask.ModelOf(place.SyntaxTree);
        var function = Functions.FunctionAround(place);
        foreach (var node in place.Ancestors().TakeWhile(node => node != function))
        {
            // A lock that cannot be named may be any.
            if (node is LockStatementSyntax held
                && (ThreadWork.LockOf(held.Expression, model) is not { } symbol || work.MayWait || work.Locks.Contains(symbol)))
            {
                return true;
            }
        }

        return Functions.BodyNodes(function).OfType<InvocationExpressionSyntax>().Any(call => call.SpanStart < place.SpanStart
            && Functions.NameOf(call.Expression) is "Enter" or "TryEnter" or "EnterScope"
            && Taken(call, model) is { } taken && work.Locks.Contains(taken));
    }

    private static ISymbol? Taken(InvocationExpressionSyntax call, SemanticModel model)
    {
        var locked = call.ArgumentList.Arguments.FirstOrDefault()?.Expression ?? (call.Expression as MemberAccessExpressionSyntax)?.Expression;
        return locked is null ? null : ThreadWork.LockOf(locked, model);
    }

    private static bool IsSynchronized(SyntaxNode function, FixQuestion ask) =>
        ask.ModelOf(function.SyntaxTree).GetDeclaredSymbol(function) is IMethodSymbol method
        && (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0;
}
