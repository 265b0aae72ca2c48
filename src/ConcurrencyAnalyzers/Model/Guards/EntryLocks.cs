using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>The locks that are held whenever a frame begins: a private helper is protected by what all its callers hold.</summary>
internal sealed class EntryLocks(CallGraph calls, Entrances entrances, DeclaredGuards declared, AssertedLocks asserted, HelperLocks helpers)
{
    /// <summary>Callers of callers that are asked. Further up somebody may hold a lock, and nothing is known.</summary>
    private const int MaxCalls = 4;

    /// <summary>More places than this that lead to a frame, and nothing is known.</summary>
    private const int MaxSites = 120;

    /// <summary>More frames than this on the way to somebody who comes without a lock, and he is not looked for.</summary>
    private const int MaxFrames = 60;

    private readonly ConcurrentDictionary<Frame, Entry> _known = new();

    public Entry Of(Frame frame, CancellationToken cancellation)
    {
        if (_known.TryGetValue(frame, out var known))
            return known;

        var budget = MaxSites;
        var entry = Of(frame, MaxCalls, ref budget, cancellation);
        return _known.GetOrAdd(frame, entry == Entry.Unknown && ComesFree(frame, cancellation) ? Entry.None : entry);
    }

    /// <summary>
    /// Whether somebody may come, over calls alone, with no lock at any of them: what is held on other ways is no question then. The nearest ways first, so that a
    /// longer one is found than all of them together could be.
    /// </summary>
    private bool ComesFree(Frame frame, CancellationToken cancellation)
    {
        var seen = new HashSet<Frame> { frame };
        var pending = new Queue<Frame>(seen);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var callee = pending.Dequeue();
            // Who calls an iterator need not be who walks over its result, and holds other locks then.
            if (callee.Method is not { } method || callee.IsIterator || Lifespan.IsEnd(method) || Lifespan.IsBeginning(method) || declared.LockOf(method) is not null || asserted.AreIn(callee))
                continue;
            if (callee.Parent is null && entrances.IsOpenOutside(method))
                return true;

            foreach (var call in calls.CallersOf(callee, cancellation).Sites.OfType<CallSite>())
            {
                if (call.Locks.IsEmpty && !call.Frame.Body.IsConstructing && !Lifespan.IsStillNew(call) && !Lifespan.IsOutsideThreads(call)
                    && !ConditionalLocks.MayHoldAt(call) && !helpers.MayHoldAt(call, cancellation) && seen.Count < MaxFrames && seen.Add(call.Frame))
                {
                    pending.Enqueue(call.Frame);
                }
            }
        }

        return false;
    }

    private Entry Of(Frame frame, int depth, ref int budget, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (frame.Method is not { } method)
            return Entry.Constructing;
        if (frame.Parent is null && (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor || Lifespan.IsEnd(method)))
            return Entry.Constructing;
        if (declared.LockOf(method) is { } required)
            return new Entry(LockSet.Of([required]));

        if (asserted.AreIn(frame))
            return Entry.Unknown;

        var callers = calls.CallersOf(frame, cancellation);
        // Nobody can call it but by its name in a text.
        if (callers is { IsComplete: true, Sites.IsEmpty: true } && frame.Parent is null && IsHidden(method))
            return Entry.Unknown;
        // A search that has hit its bound says nothing of what callers hold.
        if (!callers.IsComplete)
            return frame.Parent is null && entrances.IsOpenOutside(method) ? Entry.None : Entry.Unknown;
        if (frame.Parent is null && entrances.IsOpen(method, callers))
            return Entry.None;
        if (callers.Sites.IsEmpty)
            return Entry.None;
        if (depth == 0 || (budget -= callers.Sites.Length) < 0)
            return Entry.Unknown;

        Entry? common = null;
        foreach (var site in callers.Sites)
        {
            var one = site is CallSite call && frame.IsIterator ? Walking(call, frame, depth, ref budget, cancellation) : At(site, frame, depth, ref budget, cancellation);
            common = common is null ? one : common.And(one);
            if (common == Entry.None)
                break;
        }

        return common ?? Entry.None;
    }

    private bool IsHidden(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true } && !entrances.IsMain(method);

    /// <summary>An iterator begins where its result is walked over.</summary>
    private Entry Walking(CallSite call, Frame iterator, int depth, ref int budget, CancellationToken cancellation)
    {
        if (call.Walks is not { Count: > 0 } walks || walks.Exists(static walk => walk.Fate != DelegateFate.Called))
            return Entry.Unknown;

        Entry? common = null;
        foreach (var walk in walks)
        {
            var one = Outside(walk, depth, ref budget, cancellation).In(iterator, call);
            common = common is null ? one : common.And(one);
        }

        return common!;
    }

    private Entry At(Site site, Frame callee, int depth, ref int budget, CancellationToken cancellation)
    {
        switch (site)
        {
            case CallSite call when Lifespan.IsStillNew(call) || Lifespan.IsOutsideThreads(call):
                return Entry.Constructing;
            case CallSite call:
                return Outside(call, depth, ref budget, cancellation).In(callee, call);
            case DelegateUse { Fate: DelegateFate.Called } use:
                var outside = Outside(use, depth, ref budget, cancellation);
                return callee.Parent is null ? outside.WithUnknownNames() : outside;
            // Who waits for the work lets nobody else in meanwhile.
            case DelegateUse { Fate: DelegateFate.Spawned, Joined: true } use:
                return Outside(use, depth, ref budget, cancellation);
            case DelegateUse { Fate: DelegateFate.Spawned, Locks.IsEmpty: false } use when use.Handle.IsOverHere || !use.Frame.Joins.TrueForAll(join => join.Syntax.SpanStart < use.Syntax.SpanStart):
                return Entry.Unknown;
            case DelegateUse { Fate: DelegateFate.Spawned or DelegateFate.OnUi }:
                return Entry.None;
            case DelegateUse { Fate: DelegateFate.Passed } use when IsStartedElsewhere(use, isJoined: false, cancellation):
                return Entry.None;
            case DelegateUse { Fate: DelegateFate.Passed } use when IsStartedElsewhere(use, isJoined: true, cancellation):
                return Outside(use, depth, ref budget, cancellation);
            case DelegateUse { Fate: DelegateFate.Unknown } use when IsReturnedToAnybody(use):
                return Entry.None;
            // Whoever gets the delegate may invoke it at once, under what is held here, or later under a lock of his own.
            default:
                return Entry.Unknown;
        }
    }

    /// <summary><c>public Action Later() { lock (_gate) return () => _count++; }</c>: the lock is given back before anybody has the delegate.</summary>
    private bool IsReturnedToAnybody(DelegateUse use) =>
        !use.Locks.IsEmpty && use.Syntax.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax && use.Frame is { Parent: null, Method: { } method } && entrances.IsOpenOutside(method);

    /// <summary>The method that gets the delegate does nothing with it but hand it to other threads, whose end it waits for or not, outside of all locks.</summary>
    private bool IsStartedElsewhere(DelegateUse passed, bool isJoined, CancellationToken cancellation)
    {
        var uses = calls.UsesOfParameter(passed.PassedTo!, passed.PassedAs, cancellation).ToList();
        return uses.Count > 0 && uses.TrueForAll(use => use.Fate == DelegateFate.Spawned && use.Joined == isJoined && (!isJoined || use.Locks.IsEmpty));
    }

    private Entry Outside(Site site, int depth, ref int budget, CancellationToken cancellation)
    {
        if (ConditionalLocks.MayHoldAt(site))
            return Entry.Unknown;
        var around = Of(site.Frame, depth - 1, ref budget, cancellation);
        return around == Entry.Constructing ? around : around.With(site.Locks);
    }
}

/// <summary>What is known of the locks at the beginning of a frame, in that frame's names.</summary>
internal sealed class Entry(LockSet locks)
{
    /// <summary>Anybody may come, with no lock.</summary>
    public static readonly Entry None = new(LockSet.Empty);

    /// <summary>Some caller may hold a lock that has no name here.</summary>
    public static readonly Entry Unknown = new(LockSet.Empty);

    /// <summary>Runs before anybody else has the object, or when nobody has it any more.</summary>
    public static readonly Entry Constructing = new(LockSet.Empty);

    public LockSet Locks { get; } = locks;

    public bool IsUnknown => this == Unknown || Locks.Held.Any(static held => held.Path.IsUnknown);

    public Entry With(LockSet more) => this == Unknown || more.IsEmpty ? this : new Entry(Locks.With(more));

    /// <summary>What holds for both of two ways in. Ways from a constructor are walked before there is a second thread, those from its disposal after: they do not count.</summary>
    public Entry And(Entry other)
    {
        if (this == Constructing || other == Constructing)
            return this == Constructing ? other : this;

        // Who comes without a lock is enough: what others may hold keeps nobody from him.
        if (this == None || other == None)
            return None;
        if (this == Unknown || other == Unknown)
            return Unknown;

        var common = LockSet.Of(Locks.Held.Where(held => held.Path.IsUnknown || other.Locks.Held.Any(one => one.Path.IsUnknown || IsSame(one, held))));
        return common.IsEmpty ? None : new Entry(common);
    }

    /// <summary>The same locks as the callee of <paramref name="call"/> calls them.</summary>
    public Entry In(Frame callee, CallSite call)
    {
        // A constructor's helper works on the new object only where it is called on that object.
        if (this == Constructing)
            return call.Receiver.Root is PathRoot.This or PathRoot.Static || callee.Parent is not null || callee.Method!.IsStatic ? this : None;
        if (this == Unknown || Locks.IsEmpty)
            return this;
        return callee.Parent is not null ? this : new Entry(Locks.Select(held => held.At(Retold(held.Path, callee, call))));
    }

    public Entry WithUnknownNames() => Locks.IsEmpty ? this : Unknown;

    private static MemoryPath Retold(MemoryPath path, Frame callee, CallSite call)
    {
        if (path.IsUnknown || path.Root == PathRoot.Static)
            return path;
        if (!callee.Method!.IsStatic && path.IsPartOf(call.Receiver))
            return Rebased(path, call.Receiver, MemoryPath.This);
        foreach (var argument in call.Arguments)
        {
            if (argument.Ordinal >= 0 && argument.Ordinal < callee.Method.Parameters.Length && !argument.Path.IsUnknown && path.IsPartOf(argument.Path))
                return Rebased(path, argument.Path, MemoryPath.Parameter(callee.Method.Parameters[argument.Ordinal]));
        }

        return MemoryPath.Unknown;
    }

    private static MemoryPath Rebased(MemoryPath path, MemoryPath from, MemoryPath to)
    {
        foreach (var step in path.Steps.Skip(from.Steps.Length))
            to = to.Then(step);
        return to;
    }

    private static bool IsSame(HeldLock one, HeldLock other) => one.Mode == other.Mode && one.Path.Equals(other.Path);
}
