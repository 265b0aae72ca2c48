using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Asks the model for the memory that a diagnostic is about, and for all that is done to it.</summary>
internal static class SharedMemories
{
    /// <summary>The memory of the racing update that the diagnostic stands at; null where the model does not know every use of it.</summary>
    public static SharedMemory? UpdatedAt(FixQuestion ask)
    {
        var place = ask.Diagnostic.Location;
        var update = ask.Model.UpdatesIn(place.SourceTree!, ask.CancellationToken).FirstOrDefault(one => one.Node.Span == place.SourceSpan);
        if (update is null || !ask.Model.RaceOn(update, ask.CancellationToken).Proves(out var race) || MemoryOf(race) is not { } memory)
            return null;

        var accesses = ask.Model.AccessesTo(memory, ask.CancellationToken);
        return accesses.IsEmpty ? null : new SharedMemory(memory.Symbol, memory.Type, [.. accesses.Select(access => UseOf(access, ask))])
        {
            GuardsOfOneSide = [.. race.FirstWay.Locks.Held.Concat(race.SecondWay.Locks.Held).Where(IsMonitor).Select(static held => held.Symbol).OfType<ISymbol>()],
        };
    }

    /// <summary>What is updated through a reference parameter belongs to the caller: there all uses of it are known.</summary>
    private static Memory? MemoryOf(Race race)
    {
        if (!race.Memory.IsCallers)
            return race.Memory;

        for (var way = race.FirstWay; way is not null; way = way.Inner)
        {
            if (way.Path is not { IsUnknown: false } path)
                continue;
            var symbol = path.Steps.IsEmpty ? path.Variable : path.Steps[path.Steps.Length - 1].Symbol;
            return symbol is null || SymbolEqualityComparer.Default.Equals(symbol, race.Memory.Symbol) ? null : new Memory(symbol, isElement: false);
        }

        return null;
    }

    private static MemoryUse UseOf(Access access, FixQuestion ask)
    {
        var kind = access.IsAtomic ? UseKind.Atomic
            : access.Kind == AccessKind.ReadModifyWrite ? UseKind.Update
            : access.Kind == AccessKind.Write ? UseKind.Write
            : UseKind.Read;
        var answer = kind is UseKind.Read or UseKind.Write ? ask.Model.RaceOn(access, ask.CancellationToken) : null;
        return new MemoryUse(access.Node, access.Target, kind)
        {
            EarlierRead = access.EarlierRead,
            Races = answer?.Proves(out _) == true,

            // Every way to a local variable is in sight: an assignment that meets no other thread is made before there is one, or after.
            IsConstructing = access.Phase == Phase.Constructing
                || (kind == UseKind.Write && access.Memory.Symbol is ILocalSymbol && answer is { IsUnknown: false } && !answer.Proves(out _)),
            Held = [.. access.Locks.Held.Select(held => new HeldGuard(IsOfSameObject(held, access) ? held.Symbol : null, IsMonitor(held)))],
        };
    }

    /// <summary>A semaphore keeps out who waits for the semaphore, and nobody who takes it as a monitor.</summary>
    private static bool IsMonitor(HeldLock held) =>
        held.Mode == LockMode.Exclusive
        && (held.Syntax is LockStatementSyntax
            || TypeOf(held.Symbol) is { SpecialType: SpecialType.System_Object } or { Name: "Lock", ContainingNamespace.Name: "Threading" });

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    /// <summary>The lock of another object does not guard this one's memory, though the same field holds it.</summary>
    private static bool IsOfSameObject(HeldLock held, Access access)
    {
        if (held.Symbol is not IFieldSymbol { IsStatic: false })
            return true;

        var owner = access.Path;
        while (!owner.Steps.IsEmpty && owner.Steps[owner.Steps.Length - 1].Index is not null)
            owner = owner.WithoutLast();
        return !owner.Steps.IsEmpty && !held.Path.IsUnknown && !held.Path.Steps.IsEmpty && owner.WithoutLast().Equals(held.Path.WithoutLast());
    }
}
