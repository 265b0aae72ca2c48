using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Asks the model for the memory that a diagnostic is about, and for all that is done to it.</summary>
internal static class SharedMemories
{
    /// <summary>The memory of the racing update that the diagnostic stands at; null where the model does not know every use of it.</summary>
    public static SharedMemory? UpdatedAt(FixQuestion ask)
    {
        var update = ask.Model.UpdatesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Node.Span == ask.Span);
        return update is not null && ask.Model.RaceOn(update, ask.CancellationToken).Proves(out var race) ? MemoryIn(race, ask) : null;
    }

    /// <summary>The captured variable that <paramref name="mutation"/> is about, each write together with the check that decides on it.</summary>
    public static SharedMemory? CapturedBy(CapturedMutation mutation, FixQuestion ask)
    {
        if (MemoryIn(mutation.Race, ask) is not { } memory)
            return null;

        var checks = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var access in ask.Model.AccessesTo(mutation.Write.Memory, ask.CancellationToken))
        {
            if (access.Kind == AccessKind.Write && CapturedWrites.CheckOf(access) is { } check)
                checks[access.Node] = check.Node;
        }

        return memory with { Uses = [.. memory.Uses.Select(use => checks.TryGetValue(use.Node, out var check) ? use with { EarlierRead = check } : use)] };
    }

    /// <summary>The content of the container that the diagnostic is about; null where the model does not know every use of it.</summary>
    public static SharedMemory? ContentAt(FixQuestion ask) => RaceOnContentAt(ask) is { } race ? MemoryIn(race, ask) : null;

    /// <summary>The race that the diagnostic tells of, on what a container or another object holds.</summary>
    public static Race? RaceOnContentAt(FixQuestion ask) =>
        ask.Model.ContentRacesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.First.Node.Span == ask.Span);

    /// <summary>The value of several words that is read where the diagnostic stands.</summary>
    public static SharedMemory? TornAt(FixQuestion ask) =>
        ask.Model.TornReadsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span) is { } torn ? MemoryIn(torn.Race, ask) : null;

    /// <summary>The variable whose guard is not held where the diagnostic stands; null where that is a call, or the guard is nothing that another place can take.</summary>
    public static GuardUse? GuardAt(FixQuestion ask)
    {
        if (ask.Model.UnguardedUsesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Access.Node.Span == ask.Span) is not { Guarding: { } guarding })
            return null;

        // A second lock would leave the others as unprotected as they are; and the same field of another object is another lock.
        return guarding.Guard.Symbol is IFieldSymbol && IsMonitor(guarding.Guard)
            && (guarding.Declaration is not null ? guarding.Guard.Path.Steps.Length == 1 : IsOfSameObject(guarding.Guard, guarding.Held[0].Path))
                ? guarding
                : null;
    }

    /// <summary>All that is done to the variable of <paramref name="guarding"/>; what does not hold its guard is said to race.</summary>
    public static SharedMemory Of(GuardUse guarding, FixQuestion ask)
    {
        var memory = guarding.Memory;
        var uses = ask.Model.AccessesTo(memory, ask.CancellationToken).Select(access => UseOf(access, ask) with
        {
            IsAlone = !guarding.Missing.Contains(access) && !guarding.Held.Contains(access),
            Races = guarding.Missing.Contains(access),
            Held = guarding.Held.Contains(access) ? [new HeldGuard(guarding.Guard.Symbol, IsMonitor(guarding.Guard))] : [],
        });
        return new SharedMemory(memory.Symbol, memory.Type, [.. uses]) { GuardsOfOneSide = [guarding.Guard.Symbol!] };
    }

    private static SharedMemory? MemoryIn(Race race, FixQuestion ask)
    {
        if (MemoryOf(race) is not { } memory)
            return null;

        var accesses = ask.Model.AccessesTo(memory, ask.CancellationToken);
        return accesses.IsEmpty ? null : new SharedMemory(memory.Symbol, memory.Type, [.. accesses.Select(access => UseOf(access, ask))])
        {
            GuardsOfOneSide = [.. GuardsOn(race.FirstWay).Concat(GuardsOn(race.SecondWay))],
        };
    }

    /// <summary>The volatile field that the diagnostic is about, by the name that its update has.</summary>
    public static SharedMemory? VolatileAt(FixQuestion ask) =>
        Of(ask.Model.VolatileUpdatesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Update.Node.Span == ask.Span)?.Update, ask);

    /// <summary>The variable of which the diagnostic is a plain write beside atomic ones.</summary>
    public static SharedMemory? MixedAt(FixQuestion ask) =>
        Of(ask.Model.MixedAccessesIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Write.Node.Span == ask.Span)?.Write, ask);

    /// <summary>The static memory of which the diagnostic is a write under a lock of one instance.</summary>
    public static SharedMemory? InstanceGuardedAt(FixQuestion ask) =>
        Of(ask.Model.InstanceGuardsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Write.Node.Span == ask.Span)?.Write, ask);

    /// <summary>The variable that <paramref name="lost"/> is about.</summary>
    public static SharedMemory? Of(LostSnapshot lost, FixQuestion ask) => lost.Race is { } race ? MemoryIn(race, ask) : Of(lost.Write, ask);

    /// <summary>What an access names, with all that is done to it.</summary>
    public static SharedMemory? Of(Access? access, FixQuestion ask)
    {
        if (access is null || access.Memory.IsCallers)
            return null;

        var accesses = ask.Model.AccessesTo(access.Memory, ask.CancellationToken);
        return accesses.IsEmpty ? null : new SharedMemory(access.Memory.Symbol, access.Memory.Type, [.. accesses.Select(one => UseOf(one, ask))]);
    }

    private static IEnumerable<ISymbol> GuardsOn(Context way) =>
        way.Path is { } path
            ? way.Locks.Held.Where(held => IsMonitor(held) && IsOfSameObject(held, path)).Select(static held => held.Symbol).OfType<ISymbol>()
            : [];

    /// <summary>What is updated through a reference parameter belongs to the caller: there all uses of it are known.</summary>
    private static Memory? MemoryOf(Race race)
    {
        if (!race.Memory.IsCallers)
            return race.Memory;

        for (var way = race.FirstWay; way is not null; way = way.Inner)
        {
            if (way.Path is not { IsUnknown: false } whole)
                continue;
            return whole.Holder is not { } symbol || SymbolEqualityComparer.Default.Equals(symbol, race.Memory.Symbol) ? null : new Memory(symbol, whole.Depth);
        }

        return null;
    }

    private static MemoryUse UseOf(Access access, FixQuestion ask)
    {
        var kind = access.IsAtomic ? UseKind.Atomic
            : access.Kind == AccessKind.ReadModifyWrite ? UseKind.Update
            : access.Kind == AccessKind.Write ? UseKind.Write
            : UseKind.Read;
        return new MemoryUse(WholeOf(access), access.Target, kind)
        {
            EarlierRead = access.EarlierRead,
            Races = kind == UseKind.Read && RaceOn(access, ask).Proves(out _),
            IsAlone = IsAlone(access, kind, ask),
            Held = [.. access.Locks.Held.Select(held => new HeldGuard(IsOfSameObject(held, access.Path) ? held.Symbol : null, IsMonitor(held)))],
        };
    }

    private static RaceAnswer RaceOn(Access access, FixQuestion ask) =>
        access.IsContent ? ask.Model.RaceOnContent(access, ask.CancellationToken) : ask.Model.RaceOn(access, ask.CancellationToken);

    /// <summary>A loop uses its collection until it ends.</summary>
    private static SyntaxNode WholeOf(Access access) =>
        access is { IsContent: true, Node: ExpressionSyntax { Parent: CommonForEachStatementSyntax loop } collection } && loop.Expression == collection ? loop : access.Node;

    /// <summary>Whether no other thread can have come near yet, or any more.</summary>
    private static bool IsAlone(Access access, UseKind kind, FixQuestion ask)
    {
        // A lambda in a constructor runs when it likes.
        var isMaking = access.Frame.Parent is null && (access.Phase == Phase.Constructing || MakesItsType(access));
        if (!isMaking && (kind != UseKind.Write || access.Memory.Symbol is not ILocalSymbol))
            return false;

        // Every way to a local variable is in sight: an assignment that meets no other thread is made before there is one, or after.
        var answer = RaceOn(access, ask);
        return !answer.Proves(out _) && (isMaking || !answer.IsUnknown);
    }

    private static bool MakesItsType(Access access) =>
        access.Frame.Method is { MethodKind: MethodKind.StaticConstructor } method
        && access.Memory is { IsStatic: true, ContainingType: { } type } && Guard.Is(method.ContainingType, type);

    /// <summary>A semaphore keeps out who waits for the semaphore, and nobody who takes it as a monitor.</summary>
    private static bool IsMonitor(HeldLock held) =>
        held.Mode == LockMode.Exclusive
        && (held.Syntax is LockStatementSyntax
            || ExistingGates.IsForLocks(TypeOf(held.Symbol)));

    private static ITypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    /// <summary>The lock of another object does not guard this one's memory, though the same field holds it.</summary>
    private static bool IsOfSameObject(HeldLock held, MemoryPath memory)
    {
        if (held.Symbol is not IFieldSymbol { IsStatic: false })
            return true;

        var owner = memory;
        while (!owner.Steps.IsEmpty && owner.Steps[owner.Steps.Length - 1].Index is not null)
            owner = owner.WithoutLast();
        return !owner.Steps.IsEmpty && !held.Path.IsUnknown && !held.Path.Steps.IsEmpty && owner.WithoutLast().Equals(held.Path.WithoutLast());
    }
}
