using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Takes a reader-writer lock for writing instead of reading, for one critical section as a whole.</summary>
internal static class WriteLock
{
    private static readonly Dictionary<string, string> s_entries = new(StringComparer.Ordinal)
    {
        ["EnterReadLock"] = "EnterWriteLock",
        ["TryEnterReadLock"] = "TryEnterWriteLock",
        ["EnterUpgradeableReadLock"] = "EnterWriteLock",
        ["TryEnterUpgradeableReadLock"] = "TryEnterWriteLock",
        ["AcquireReaderLock"] = "AcquireWriterLock",
    };

    private static readonly Dictionary<string, string> s_exits = new(StringComparer.Ordinal)
    {
        ["ExitReadLock"] = "ExitWriteLock",
        ["ExitUpgradeableReadLock"] = "ExitWriteLock",
        ["ReleaseReaderLock"] = "ReleaseWriterLock",
    };

    /// <returns>Null where the function takes or releases the lock in more than one place, or a lock may be taken again in between.</returns>
    public static Repair? For(FixQuestion ask)
    {
        var found = ask.Model.ReadLockWritesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        if (found is null || found.Place.Frame.Calls.Any(static call => TakesSuchLock(call.Target)))
            return null;

        var function = Functions.FunctionAround(found.Held.Syntax);
        var names = Functions.BodyNodes(function).OfType<MemberAccessExpressionSyntax>()
            .Where(call => call.Parent is InvocationExpressionSyntax && IsMeant(call.Expression, found, ask))
            .Select(static call => call.Name).ToList();
        if (names.Count != 2 || !s_entries.TryGetValue(names[0].Identifier.ValueText, out var entry) || !s_exits.TryGetValue(names[1].Identifier.ValueText, out var exit))
            return null;

        return new Repair($"Take '{found.Held.Text}' for writing; it waits for all readers", FixSafety.ChangesTiming, "write", function, edits =>
        {
            edits.In(ask.Tree).Replace(names[0].Span, entry, names[0].Span);
            edits.In(ask.Tree).Replace(names[1].Span, exit, names[1].Span);
        });
    }

    /// <summary>Inside a lock for reading another may be let in; inside one for writing it throws, or waits for itself.</summary>
    private static bool TakesSuchLock(IMethodSymbol callee) =>
        callee.DeclaringSyntaxReferences.Any(static place => place.GetSyntax().DescendantNodes().OfType<SimpleNameSyntax>().Any(static name =>
            s_entries.ContainsKey(name.Identifier.ValueText) || s_entries.ContainsValue(name.Identifier.ValueText)));

    private static bool IsMeant(ExpressionSyntax receiver, ReadLockWrite found, FixQuestion ask) =>
        found.Held.Symbol is { } symbol && Guard.Is(ask.ModelOf(receiver.SyntaxTree).GetSymbolInfo(receiver).Symbol, symbol);
}
