using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Chooses the lock for some memory: the one that other uses of it hold, else one of its type that is free for it, else a new one.</summary>
internal static class GuardChoice
{
    public static Guard? For(SharedMemory memory, FixQuestion ask) => UsualGuard(memory, ask) ?? FreeGuard(memory, ask) ?? NewGuard(memory, ask);

    /// <summary>What most uses hold. It must be taken whatever else it is taken for: any other lock would leave those uses unprotected.</summary>
    private static Guard? UsualGuard(SharedMemory memory, FixQuestion ask)
    {
        var usual = memory.Uses
            .SelectMany(static use => use.Held.Where(static held => held.IsMonitor).Select(static held => held.Symbol))
            .OfType<ISymbol>()
            .Concat(memory.GuardsOfOneSide)
            .Where(symbol => CanGuard(symbol, memory, ask))
            .GroupBy<ISymbol, ISymbol>(static symbol => symbol.OriginalDefinition, SymbolEqualityComparer.Default)
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key.Name, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        if (usual is null)
            return null;

        var holdsOthers = memory.Uses.Any(use => use.IsWrite && !use.Held.IsEmpty && !use.Held.Any(held => Guard.Is(held.Symbol, usual)));
        var isLeaf = !holdsOthers && (usual is not IFieldSymbol field || ExistingGates.IsLeaf(field, ask));
        return new Guard(memory, usual, isLeaf ? null : $"waits for what else runs under '{usual.Name}'");
    }

    private static bool CanGuard(ISymbol symbol, SharedMemory memory, FixQuestion ask) => symbol switch
    {
        // A lock per instance does not protect what all instances share.
        IFieldSymbol field => field.IsStatic ? IsVisibleAtAll(field, memory, ask) : memory is { IsMember: true, IsStatic: false }
            && Guard.Is(field.ContainingType, memory.Symbol.ContainingType) && IsVisibleAtAll(field, memory, ask),
        ILocalSymbol or IParameterSymbol => !memory.IsMember,
        _ => false,
    };

    private static bool IsVisibleAtAll(IFieldSymbol field, SharedMemory memory, FixQuestion ask) =>
        memory.Uses.All(use => use.IsAlone || ask.ModelOf(use.Tree).IsAccessible(use.Node.SpanStart, field));

    /// <summary>The one lock of the type, if nothing can be held up behind it: a second one would only have to be explained.</summary>
    private static Guard? FreeGuard(SharedMemory memory, FixQuestion ask) =>
        memory.IsMember && ExistingGates.OnlyOneOf(memory.Symbol.ContainingType, memory.IsStatic, ask) is { } gate
        && IsVisibleAtAll(gate, memory, ask) && ExistingGates.IsLeaf(gate, ask) && memory.Uses.All(static use => use.Held.IsEmpty)
            ? new Guard(memory, gate, caution: null)
            : null;

    private static Guard? NewGuard(SharedMemory memory, FixQuestion ask)
    {
        if (!memory.IsMember)
            return LocalGate.For(memory, ask.CancellationToken) is { } local ? new Guard(memory, local) : null;

        var isInternal = memory.Uses.Any(use => !use.IsAlone && !Guard.IsInside(use.Node, memory.Symbol.ContainingType, ask.ModelOf(use.Tree)));
        return FieldGate.For(memory, isInternal, ask.CancellationToken) is { } field ? new Guard(memory, field) : null;
    }
}
