namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>An asynchronous enumerator belongs to one walk, which waits for each step before it looks at the item or goes on.</summary>
/// <remarks>
/// <code>
///   ValueTask&lt;bool&gt; MoveNextAsync() { ThreadPool.QueueUserWorkItem(_ => Step()); return …; }    // Step completes the task
///   T Current => …                                                                            // and only then it is asked for
/// </code>
/// What the step leaves running behind the end of its task is not told from it, and errs towards silence.
/// </remarks>
internal static class AsyncWalks
{
    /// <summary>Whether one way is a step's own work, and the other one what the walk does between its steps.</summary>
    public static bool TakeTurns(Context one, Context two) => IsStep(one) && IsOfWalk(two, one) || IsStep(two) && IsOfWalk(one, two);

    private static bool IsStep(Context way) => way.Spawn is not null && MemberOf(way)?.Name is "MoveNextAsync";

    private static bool IsOfWalk(Context way, Context step) =>
        MemberOf(way) is not null && SymbolEqualityComparer.Default.Equals(way.Frame.Outermost.Method!.ContainingType, step.Frame.Outermost.Method!.ContainingType);

    /// <summary>The member of <c>IAsyncEnumerator&lt;T&gt;</c>, or of the disposal that ends the walk, which the outermost frame of the way implements.</summary>
    private static ISymbol? MemberOf(Context way)
    {
        if (way.Frame.Outermost.Method is not { ContainingType: { } type } method)
            return null;
        ISymbol own = method.AssociatedSymbol ?? method;
        foreach (var contract in type.AllInterfaces)
        {
            if (contract is not { Name: "IAsyncEnumerator" or "IAsyncDisposable", ContainingNamespace: { Name: "Generic" or "System" } } || !type.AllInterfaces.Any(static one => one.Name == "IAsyncEnumerator"))
                continue;
            foreach (var member in contract.GetMembers())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), own))
                    return member;
            }
        }

        return null;
    }
}
