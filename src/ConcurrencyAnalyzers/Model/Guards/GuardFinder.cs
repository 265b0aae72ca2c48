using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Which lock guards a variable: the one that is declared, or the one that its accesses hold.</summary>
/// <remarks>
/// Counted are the accesses to objects that others can have: not those of constructors, of objects that the frame has just made, of the end of an
/// object's life, nor of atomic steps. Where somebody may hold a lock that has no name here, nothing is said of the access.
/// A write counts for two reads. Errs towards silence.
/// </remarks>
internal sealed class GuardFinder(MemoryUses uses, EntryLocks entries, Containers containers, DeclaredGuards declared)
{
    private readonly ConcurrentDictionary<Memory, GuardUse?> _known = new();

    /// <summary>Null where no lock guards <paramref name="memory"/>, or all accesses hold it.</summary>
    public GuardUse? Of(Memory memory, CancellationToken cancellation) =>
        _known.TryGetValue(memory, out var known) ? known : _known.GetOrAdd(memory, Find(memory, cancellation));

    private GuardUse? Find(Memory memory, CancellationToken cancellation)
    {
        var use = uses.Of(memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined || memory.ContainingType is null)
            return null;
        if (memory.IsElement && memory.Type is not IArrayTypeSymbol && !containers.IsPlain(memory, cancellation))
            return null;

        var shared = new List<Held>();
        foreach (var access in use.Accesses)
        {
            if (LocksAt(access, cancellation) is { } locks)
                shared.Add(new Held(access, locks));
        }

        return declared.DeclarationOn(memory.Symbol) is { } declaration
            ? Declared(memory, declaration, shared)
            : Inferred(memory, shared);
    }

    private GuardUse? Declared(Memory memory, AttributeData declaration, List<Held> shared)
    {
        if (declared.LockOf(memory.Symbol) is not { } guard)
            return null;

        var key = new GuardKey(guard.Path);
        var missing = shared.Where(one => !one.Holds(key, memory) && !one.IsUncertain).Select(static one => one.Access).ToImmutableArray();
        return missing.IsEmpty ? null : new GuardUse(memory, guard, shared.Where(one => one.Holds(key, memory)).Select(static one => one.Access).ToImmutableArray(), missing) { Declaration = declaration };
    }

    private static GuardUse? Inferred(Memory memory, List<Held> shared)
    {
        var candidates = shared
            .SelectMany(one => one.Guards(memory).Select(guard => (one.Access, guard.Key, guard.Lock)))
            .GroupBy(static one => one.Key)
            .Where(static group => group.Any(static one => one.Access.IsWrite))
            .OrderByDescending(static group => group.Sum(static one => WeightOf(one.Access)))
            .ThenBy(static group => group.First().Lock.Path.ToString(), StringComparer.Ordinal)
            .FirstOrDefault();
        if (candidates is null)
            return null;

        var guard = candidates.Key;
        var held = shared.Where(one => one.Holds(guard, memory)).Select(static one => one.Access).ToImmutableArray();
        var missing = shared.Where(one => !one.Holds(guard, memory) && !one.IsUncertain && !IsMeant(one.Access, memory, shared, guard)).Select(static one => one.Access).ToImmutableArray();
        return missing.IsEmpty || !IsMajority(held, missing) ? null : new GuardUse(memory, candidates.First().Lock, held, missing);
    }

    /// <summary>Half of the weight at least; and where reads are among the others, the threshold that SpotBugs has found over the years.</summary>
    private static bool IsMajority(ImmutableArray<Access> held, ImmutableArray<Access> missing)
    {
        var (inside, outside) = (held.Sum(WeightOf), missing.Sum(WeightOf));
        return inside >= outside && (int)(1.6 * (outside - 1)) <= inside;
    }

    private static int WeightOf(Access access) => access.IsWrite ? 2 : 1;

    /// <summary>A read that is known to be only a hint: of a volatile field, or looked at again under the lock.</summary>
    private static bool IsMeant(Access access, Memory memory, List<Held> shared, GuardKey guard) =>
        access.Kind == AccessKind.Read
        && ((memory.Symbol is IFieldSymbol { IsVolatile: true } && !memory.IsElement)
            || shared.Exists(later => later.Access.Frame == access.Frame && later.Holds(guard, memory) && later.Access.Syntax.SpanStart > access.Syntax.SpanStart));

    /// <summary>The locks at an access that another thread could make as well; null where no other thread can be near, or the step is atomic.</summary>
    private LockSet? LocksAt(Access access, CancellationToken cancellation)
    {
        if (access.IsAtomic || access.IsThroughAccessors || access.Path.Root is PathRoot.Allocation or PathRoot.Unknown or PathRoot.Local || !access.Path.IsCertain)
            return null;
        if (access.LockedAtWrite || access.Frame.Outermost.Method is { } method && IsEnd(method))
            return null;
        if (access.Frame.Parent is null && access.Frame.Body.IsConstructing)
            return access.Path.Root is PathRoot.This or PathRoot.Static ? null : access.Locks;

        var entry = entries.Of(access.Frame, cancellation);
        if (entry == Entry.Constructing)
            return null;
        return entry == Entry.Unknown ? access.Locks.With(Unnamed) : access.Locks.With(entry.Locks);
    }

    private static readonly LockSet Unnamed = LockSet.Of([new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, null!, symbol: null, "")]);

    /// <summary>Who ends an object's life has it to himself, or breaks a rule that no lock mends.</summary>
    private static bool IsEnd(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Destructor
        || method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" && (method.Parameters.IsEmpty || method.Parameters[0].Type.SpecialType == SpecialType.System_Boolean);

    /// <summary>An access and the locks that are held there, its callers' included.</summary>
    private readonly struct Held(Access access, LockSet locks)
    {
        public Access Access { get; } = access;

        /// <summary>Some lock is held that has no name here: it may be the guard.</summary>
        public bool IsUncertain => locks.Held.Any(static held => held.Path.IsUnknown);

        public bool Holds(GuardKey guard, Memory memory)
        {
            foreach (var one in Guards(memory))
            {
                if (one.Key.Equals(guard))
                    return true;
            }

            return false;
        }

        public IEnumerable<(GuardKey Key, HeldLock Lock)> Guards(Memory memory)
        {
            foreach (var held in locks.Held)
            {
                if (held.Path.IsUnknown || held.IsGate || (Access.IsWrite && held.Mode != LockMode.Exclusive))
                    continue;
                if (GuardKey.For(held.Path, Access.Path, memory) is { } key)
                    yield return (key, held);
            }
        }
    }
}
