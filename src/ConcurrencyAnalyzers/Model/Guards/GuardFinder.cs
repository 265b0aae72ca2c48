using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Which lock guards a variable: the one that is declared, or the one that its accesses hold.</summary>
/// <remarks>
/// Counted are the accesses to objects that others can have: not those of constructors, of objects that the frame has just made, of the end of an
/// object's life, nor of atomic steps. Where somebody may hold a lock that has no name here, nothing is said of the access.
/// A write counts for two reads. Errs towards silence.
/// </remarks>
internal sealed class GuardFinder(MemoryUses uses, CallGraph calls, EntryLocks entries, HelperLocks helpers, Containers containers, DeclaredGuards declared, ApiLookup api)
{
    /// <summary>Stands for a lock that may be held and has no name here; nobody asks where it was taken.</summary>
    private static readonly LockSet s_unnamed = LockSet.Of([new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, null!, symbol: null, "")]);

    private readonly ConcurrentDictionary<Memory, GuardUse?> _known = new();

    /// <summary>Null where no write of <paramref name="memory"/> holds a lock, or all accesses hold it.</summary>
    public GuardUse? Of(Memory memory, CancellationToken cancellation) => GuardingOf(memory, cancellation) is { Missing.IsEmpty: false } guarding ? guarding : null;

    /// <summary>The same, also where all accesses hold the lock.</summary>
    public GuardUse? GuardingOf(Memory memory, CancellationToken cancellation) =>
        _known.TryGetValue(memory, out var known) ? known : _known.GetOrAdd(memory, Find(memory, cancellation));

    /// <summary>Who else can be at the variable of an access.</summary>
    public Approach ApproachOf(Access access, CancellationToken cancellation) =>
        IsBeforeSharing(access) || LocksAt(access, cancellation) is not { } locks ? Approach.Nobody
        : new Held(access, locks).IsUncertain ? Approach.Unknown
        : locks.Held.All(static held => held.IsGate) ? Approach.Anybody : Approach.LockHolders;

    /// <summary>Who holds <paramref name="guard"/> and who does not, as if the variable declared it; null where not all its accesses are known.</summary>
    /// <param name="memory">A variable without a declaration.</param>
    /// <param name="guard">As members of the variable's type call it.</param>
    /// <param name="cancellation">Ends the question.</param>
    public GuardUse? AsDeclared(Memory memory, HeldLock guard, CancellationToken cancellation) =>
        AccessesTo(memory, cancellation) is { } accesses ? Against(guard, memory, Shared(accesses, isDeclared: true, cancellation)) : null;

    /// <summary>Whether the frame itself holds <paramref name="guard"/> at the access, whatever object that belongs to.</summary>
    public static bool HoldsItself(Access access, HeldLock guard, Memory memory) => new Held(access, access.Locks).Holds(new GuardKey(guard.Path), memory);

    private GuardUse? Find(Memory memory, CancellationToken cancellation)
    {
        if (AccessesTo(memory, cancellation) is not { } accesses)
            return null;

        // What Interlocked changes is no lock's: where the two meet is another question.
        var declaration = declared.DeclarationOn(memory.Symbol);
        var shared = Shared(accesses, declaration is not null, cancellation);
        return declaration is not null
            ? declared.LockOf(memory.Symbol) is { } named ? Against(named, memory, shared) with { Declaration = declaration } : null
            : accesses.Any(static access => access is { IsAtomic: true, IsWrite: true }) ? null
            : Inferred(memory, shared) is { } guard ? WithoutHints(guard, cancellation) : null;
    }

    /// <summary>All accesses; null where there may be others, or the variable is none that a lock could guard.</summary>
    private ImmutableArray<Access>? AccessesTo(Memory memory, CancellationToken cancellation)
    {
        var use = uses.Of(memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined || memory.ContainingType is null)
            return null;
        return memory is { IsElement: true, IsOfArray: false } && !containers.IsPlain(memory, cancellation) ? null : use.Accesses;
    }

    /// <summary>Those that another thread can meet. A declaration also speaks of what is done before there are other threads.</summary>
    private List<Held> Shared(ImmutableArray<Access> accesses, bool isDeclared, CancellationToken cancellation)
    {
        var shared = new List<Held>();
        foreach (var access in accesses)
        {
            if ((isDeclared || !(IsBeforeSharing(access) || Lifespan.IsBeforeAllOthers(access, accesses))) && LocksAt(access, cancellation) is { } locks)
                shared.Add(new Held(access, locks));
        }

        return shared;
    }

    private GuardUse WithoutHints(GuardUse guard, CancellationToken cancellation) =>
        guard with { Missing = guard.Missing.RemoveAll(access => IsAskedAgain(access, cancellation)) };

    private static GuardUse Against(HeldLock guard, Memory memory, List<Held> shared)
    {
        var key = new GuardKey(guard.Path);
        var held = shared.Where(one => guard.Path.IsUnknown ? one.HoldsAny(guard.Symbol) : one.Holds(key, memory)).ToList();
        var missing = shared.Where(one => !one.IsUncertain && !held.Exists(other => other.Access == one.Access)).Select(static one => one.Access).ToImmutableArray();
        return new GuardUse(memory, guard, held.Select(static one => one.Access).ToImmutableArray(), missing);
    }

    private GuardUse? Inferred(Memory memory, List<Held> shared)
    {
        var candidates = shared
            .SelectMany(one => one.Guards(memory).Select(guard => (one.Access, guard.Key, guard.Lock)))
            .GroupBy(static one => one.Key)
            .Where(group => group.Any(static one => one.Access.IsWrite) || IsForReads(group.Key, group.Select(static one => (one.Access, one.Lock)), memory, shared))
            .OrderByDescending(static group => group.Sum(static one => WeightOf(one.Access)))
            .ThenBy(static group => group.First().Lock.Path.ToString(), StringComparer.Ordinal)
            .FirstOrDefault();
        if (candidates is null)
            return null;

        var guard = candidates.Key;
        var isReplacedWhole = IsReplacedWhole(memory, shared, guard);
        var others = GuardsOfAllWrites(memory, shared);
        var held = shared.Where(one => one.Holds(guard, memory)).Select(static one => one.Access).ToImmutableArray();
        var missing = shared
            .Where(one => !one.Holds(guard, memory) && !one.IsUncertain && !IsMeant(one.Access, memory, shared, guard)
                && !(isReplacedWhole && one.Access.Kind == AccessKind.Read) && !others.Any(other => one.Holds(other, memory)))
            .ToList();

        // Whoever says nothing of the owner is no witness for his lock either.
        var isUsual = held.Any(static access => access.IsWrite) ? IsMajority(held, missing.Select(static one => one.Access).ToImmutableArray()) : held.Length >= missing.Count;
        var told = missing.Where(one => !MayHold(one, guard, candidates.First().Lock)).Select(static one => one.Access).ToImmutableArray();
        return new GuardUse(memory, candidates.First().Lock, held, told) { IsUsual = isUsual, Beside = guard.Beside };
    }

    /// <summary>
    /// A lock that all who read the variable take, and one of them for nothing else: <c>lock (_gate) return _balance;</c>. It can only be meant for those who write,
    /// of whom none takes it. Of a private method some callers may.
    /// </summary>
    private static bool IsForReads(GuardKey guard, IEnumerable<(Access Access, HeldLock Lock)> held, Memory memory, List<Held> shared) =>
        shared.TrueForAll(one => one.Access.IsWrite ? one.Access.Locks.IsEmpty && one.Access.Frame.Method is not { DeclaredAccessibility: Accessibility.Private } : one.Holds(guard, memory))
        && held.Any(static one => one.Lock.Syntax is LockStatementSyntax section && section.Span.Contains(one.Access.Syntax.Span)
            && !one.Access.Frame.Accesses.Exists(other => section.Statement.Span.Contains(other.Syntax.Span) && other.Path.Root is PathRoot.This or PathRoot.Static && !IsAboutTheSame(other, one.Access))
            && !one.Access.Frame.Calls.Exists(call => section.Statement.Span.Contains(call.Syntax.Span)));

    /// <summary>Of what a container holds, the variable that holds it is a part; who reads that to use what is in there means the content.</summary>
    private static bool IsAboutTheSame(Access other, Access read) =>
        SymbolEqualityComparer.Default.Equals(other.Memory.Symbol, read.Memory.Symbol) && (read.IsContent || read.Memory.IsElement || !other.IsContent);

    /// <summary>The lock of an owner or of another object, where the access does not say who owns its object, or holds the same lock of whom it takes for the owner.</summary>
    private static bool MayHold(Held one, GuardKey guard, HeldLock held) =>
        (guard.IsOfOwner && !guard.IsNamedBy(one.Access.Path)) || ((guard.IsOfOwner || guard.IsOfAnother) && one.HoldsAny(held.Symbol));

    /// <summary>Half of the weight at least; and where reads are among the others, the threshold that SpotBugs has found over the years.</summary>
    private static bool IsMajority(ImmutableArray<Access> held, ImmutableArray<Access> missing)
    {
        var (inside, outside) = (held.Sum(WeightOf), missing.Where(access => !IsLookBeforeChange(access, missing)).Sum(WeightOf));
        return inside >= outside && (int)(1.6 * (outside - 1)) <= inside;
    }

    /// <summary><c>if (_items.Count > 0) return _items.Pop();</c> has forgotten the lock once, and not twice.</summary>
    private static bool IsLookBeforeChange(Access access, ImmutableArray<Access> missing) =>
        access is { IsGlance: true, IsWrite: false } && missing.Any(other => other.IsWrite && other.Frame == access.Frame && other.Syntax.SpanStart > access.Syntax.SpanStart);

    private static int WeightOf(Access access) => access.IsWrite ? 2 : 1;

    /// <summary>Two locks that every writer takes guard a variable: readers need one of them.</summary>
    private static List<GuardKey> GuardsOfAllWrites(Memory memory, List<Held> shared)
    {
        List<GuardKey>? all = null;
        foreach (var write in shared.Where(static one => one.Access.IsWrite))
            all = all is null ? [.. write.Guards(memory).Select(static guard => guard.Key)] : all.FindAll(guard => write.Holds(guard, memory));
        return all ?? [];
    }

    /// <summary>
    /// A reference to an object that is new, or made from the old one, and put in place under the lock: <c>_map ??= Load()</c>, <c>_all = [.. _all, one]</c>,
    /// <c>_all = _byName.Values.ToArray()</c>.
    /// Who reads it without the lock gets one object or the other, and each is whole. So does who reads one element of an array, if nobody counts in it.
    /// </summary>
    private bool IsReplacedWhole(Memory memory, List<Held> shared, GuardKey guard) =>
        memory.IsOfArray ? UnguardedUse.IsOneStep(memory.Type) && shared.TrueForAll(static one => one.Access.Kind != AccessKind.ReadModifyWrite)
        : !memory.IsElement && memory.Type.IsReferenceType
        && shared.TrueForAll(one => !one.Access.IsWrite || (one.Holds(guard, memory) && IsReplacement(one.Access, memory, shared, guard)));

    private bool IsReplacement(Access write, Memory memory, List<Held> shared, GuardKey guard) =>
        write.Syntax is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression }
        || IsNew(write.Value)
        || (write.Value?.ConstantValue is not { HasValue: true } && !IsNothing(write.Value)
            && shared.Exists(read => !read.Access.IsWrite && read.Access.Frame == write.Frame && read.Holds(guard, memory)));

    private bool IsNew(IOperation? value) =>
        value is IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation
        || (value is IConversionOperation { Operand: var inner } && IsNew(inner))
        || Annotations.IsOwned(value)
        || (value is IInvocationOperation { TargetMethod: { ReturnType.TypeKind: not TypeKind.Interface } copies } && IsCopy(api.EffectsOf(copies)));

    /// <summary>Holds what another container holds, and is read at once: not the other container by another name, and not one that looks into it later.</summary>
    private static bool IsCopy(ImmutableArray<ApiEffect> effects) =>
        effects.Any(static effect => effect is { Verb: ApiVerb.Passes, Target.Part: ApiPart.Elements, Other: { Kind: ApiOperandKind.Result, Part: ApiPart.Elements } })
        && effects.All(static effect => effect.Time == ApiTime.Now);

    /// <summary><c>_current = null</c> takes the object away from readers that have just looked.</summary>
    private static bool IsNothing(IOperation? value) =>
        value is IDefaultValueOperation || value is IConversionOperation { Operand: var inner } && (IsNothing(inner) || inner.ConstantValue is { HasValue: true, Value: null });

    /// <summary>
    /// An access that is only a hint: the same code looks at the variable again under the lock, or has looked before and is the only one to set it;
    /// or the field is volatile. Such a field is also set without looking, to a constant; its updates in several steps are another rule's.
    /// </summary>
    private static bool IsMeant(Access access, Memory memory, List<Held> shared, GuardKey guard) =>
        memory is { IsElement: false, Symbol: IFieldSymbol { IsVolatile: true } }
            ? access.Kind != AccessKind.Write || access.Value?.ConstantValue.HasValue == true
            : access.Kind == AccessKind.Read
                && shared.Exists(other => other.Access.Frame == access.Frame && other.Holds(guard, memory)
                    && (other.Access.Syntax.SpanStart > access.Syntax.SpanStart || IsOnlySetIn(access.Frame, access, shared)));

    /// <summary><c>if (IsStale()) lock (_gate) if (IsStale()) …</c>: everybody who asks without a lock asks again under one.</summary>
    private bool IsAskedAgain(Access access, CancellationToken cancellation)
    {
        if (access.Kind != AccessKind.Read || !access.Locks.IsEmpty || access.Frame.Method is not ({ MethodKind: MethodKind.LocalFunction } or { DeclaredAccessibility: Accessibility.Private }))
            return false;

        var callers = calls.CallersOf(access.Frame, cancellation);
        var open = callers.Sites.Where(static site => site.Locks.IsEmpty).ToList();
        return callers.IsComplete && open.Count > 0
            && open.TrueForAll(ask => callers.Sites.Any(again => again.Frame == ask.Frame && !again.Locks.IsEmpty && again.Syntax.SpanStart > ask.Syntax.SpanStart));
    }

    /// <summary>What is made once, and read by the code that makes it, is read when it is there.</summary>
    private static bool IsOnlySetIn(Frame frame, Access read, List<Held> shared) =>
        !read.IsContent && shared.TrueForAll(one => !one.Access.IsWrite || (one.Access.Frame == frame && one.Access.Path.Equals(read.Path)));

    /// <summary>What a container is, and not what it holds.</summary>
    private static bool IsOfTheType(Access access) =>
        access is { IsGlance: true, Node: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsReadOnly" or "IsFixedSize" or "IsSynchronized" } };

    /// <summary>
    /// What a local holds may have been taken out of the field under the lock; what a reference parameter or a returned reference names has its
    /// owner, and his lock, elsewhere.
    /// </summary>
    public static bool IsElsewhere(Access access) =>
        access.Frame.Method is { ReturnsByRef: true }
        || (access.Memory.Symbol is IParameterSymbol { RefKind: not RefKind.None })
        || ((access.IsContent || access is { Kind: AccessKind.Read, Memory.Type.IsReferenceType: true })
            && access.Target is IdentifierNameSyntax name && name.Identifier.ValueText != access.Memory.Name);

    private static bool IsBeforeSharing(Access access) =>
        (access.Frame.Outermost.Method is { } method && Lifespan.IsBeginning(method)) || Lifespan.IsOutsideThreads(access);

    /// <summary>The locks at an access that another thread could make as well; null where no other thread can be near, or the step is atomic.</summary>
    private LockSet? LocksAt(Access access, CancellationToken cancellation)
    {
        if (access.IsAtomic || access.IsThroughAccessors || access.Path.Root is PathRoot.Allocation or PathRoot.Unknown or PathRoot.Local || !access.Path.IsCertain)
            return null;
        if ((access.LockedAtWrite && access.Locks.IsEmpty) || IsOfTheType(access) || IsElsewhere(access) || access.Frame.Outermost.Method is { } method && Lifespan.IsEnd(method))
            return null;
        if (access.Frame.Parent is null && access.Frame.Body.IsConstructing)
            return access.Path.Root is PathRoot.This or PathRoot.Static ? null : access.Locks;

        if (ConditionalLocks.MayHoldAt(access) || helpers.MayHoldAt(access, cancellation))
            return access.Locks.With(s_unnamed);

        var entry = entries.Of(access.Frame, cancellation);
        if (entry == Entry.Constructing)
            return null;
        return entry == Entry.Unknown ? access.Locks.With(s_unnamed) : access.Locks.With(entry.Locks);
    }

    /// <summary>An access and the locks that are held there, its callers' included.</summary>
    private readonly struct Held(Access access, LockSet locks)
    {
        public Access Access { get; } = access;

        /// <summary>Some lock is held that has no name here: it may be the guard. A flag that lets one in is none, with or without a name.</summary>
        public bool IsUncertain => locks.Held.Any(static held => held.Path.IsUnknown && !held.IsGate);

        /// <summary>A semaphore that may admit several is taken for a lock where that means silence; here it would be evidence.</summary>
        private static bool MayGuard(HeldLock held) =>
            ((held.Symbol as IFieldSymbol)?.Type ?? (held.Symbol as IPropertySymbol)?.Type)?.Name is not ("SemaphoreSlim" or "Semaphore") || SemaphoreShapes.IsForOne(held.Symbol!);

        /// <summary>The lock that a field of any object holds.</summary>
        public bool HoldsAny(ISymbol? gate) => locks.Held.Any(held => SymbolEqualityComparer.Default.Equals(held.Symbol, gate));

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
                if (held.Path.IsUnknown || held.IsGate || !MayGuard(held) || (Access.IsWrite && held.Mode != LockMode.Exclusive))
                    continue;
                if (GuardKey.For(held.Path, Access.Path, memory) is { } key)
                    yield return (key, held);
            }
        }
    }
}
