using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Walks from an access up through callers and spawns, as far as some frame can still name the memory.</summary>
internal sealed class ContextFinder(Entrances entrances, CallGraph calls, Lifetimes lifetimes, HandedIn handedIn, Raisers raisers)
{
    /// <summary>Longer ways are Unknown. Evidence that takes more than eight calls to tell convinces nobody.</summary>
    public const int MaxDepth = 8;

    /// <summary>More links than this for one access, and the rest is Unknown.</summary>
    public const int MaxContexts = 240;

    /// <summary>How many methods that give back a sequence over the one they are given are walked through: <c>Odd(Small(numbers))</c>.</summary>
    private const int MaxTurns = 4;

    private readonly ConcurrentDictionary<Access, ContextSet> _known = new();

    public ContextSet ContextsOf(Access access, CancellationToken cancellation) =>
        _known.TryGetValue(access, out var set) ? set : _known.GetOrAdd(access, Find(access, cancellation));

    private ContextSet Find(Access access, CancellationToken cancellation)
    {
        var contexts = new List<Context>();
        var tops = new List<Top>();
        var cause = UnknownCause.None;
        var pending = new Queue<Context>();
        pending.Enqueue(Innermost(access));

        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (contexts.Count == MaxContexts)
            {
                cause = UnknownCause.TooManyCallers;
                break;
            }

            var context = pending.Dequeue();
            contexts.Add(context);
            var step = new Step(context);
            Climb(step, cancellation);
            foreach (var outer in step.Outer)
            {
                if (!raisers.IsAnother(outer, cancellation))
                    pending.Enqueue(ByGivenName(outer, outer.Frame, cancellation));
            }

            tops.AddRange(step.Tops);
            cause = cause == UnknownCause.None ? step.Cause : cause;
        }

        return new ContextSet(contexts, tops, cause);
    }

    /// <summary>With the memory the locks: who calls <c>worker.Owner._count</c> <c>_count</c> calls <c>worker.Owner._gate</c> <c>_gate</c>.</summary>
    private Context ByGivenName(Context context, Frame frame, CancellationToken cancellation) =>
        context.Path is { } path && handedIn.See(path, frame, cancellation) is var given && given != path
            ? context.At(given, context.Locks.Select(held => held.At(handedIn.See(held.Path, frame, cancellation))))
            : context;

    /// <summary>What a call begins and a task ends, <c>db.SaveChangesAsync()</c>, is like an async method whose body is not in sight.</summary>
    private static Context Innermost(Access access)
    {
        var task = access.Pending;
        var runsOn = task is { IsOverHere: false } or { Over: not null };
        return new Context(access.Frame, access, access.Path, access.Locks, inner: null)
        {
            Begin = access.Syntax,
            Suspends = access.SpansAwait || task is { Awaited: true },
            LivesOn = task is { IsOverHere: false },
            OverAt = task?.Over,
            Handle = task is { IsOverHere: false } ? task : Handle.None,
            AsyncCall = runsOn && task is { Returned: false } or { IsOneOfMany: true } ? access : null,
        };
    }

    private void Climb(Step step, CancellationToken cancellation)
    {
        var context = step.Inner;
        var frame = context.Frame;
        if (context.Handover is null && (context.Path is not { } path || Confinement.EndsAt(path, frame) || (!context.Access.IsContent && Confinement.IsOwnParameter(path, frame))))
            return;

        if (frame.Method is null && frame.Body.InitializedType is null)
        {
            step.End(TopKind.External);
            return;
        }

        if (context.Depth >= MaxDepth)
        {
            step.Give(UnknownCause.TooManyCallers);
            return;
        }

        var life = lifetimes.AfterReturn(context, cancellation);
        if (context.Handover is { } handover && frame.Parent is null)
        {
            ReturnFrom(handover, step, life);
            return;
        }

        var callers = calls.CallersOf(frame, cancellation);
        var outside = frame.Parent is null && frame.Method is { } method && entrances.IsOpen(method, callers);
        foreach (var site in callers.Sites)
        {
            if (context.Visits(site.Frame) < 2)
                outside |= !Lift(site, step, life, cancellation);
        }

        if (frame.Method is { } own && frame.Parent is null && entrances.IsMain(own))
            step.End(TopKind.Main);
        else if (outside)
            step.End(TopKind.External);
        if (!callers.IsComplete)
            step.Give(UnknownCause.TooManyCallers);
    }

    /// <summary>Goes on at one caller.</summary>
    /// <returns>False where the caller's object is unknown, so that the frame has to stand for itself.</returns>
    private bool Lift(Site site, Step step, Lifetime life, CancellationToken cancellation)
    {
        switch (site)
        {
            case CallSite call when step.Inner.IsLazy:
                return WalkOver(call, step, life, Names.Of(step.Inner.Frame, call), MaxTurns, cancellation);
            case DelegateUse { Deferred: false } when step.Inner.IsLazy:
                step.Give(UnknownCause.UnknownDelegate);
                return true;
            case DelegateUse { Fate: DelegateFate.Returned } use:
                return step.Add(Lifting.ThroughWalk(step.Inner, use, Names.Of(step.Inner.Frame, use), life));
            case CallSite call:
                return IsOfAnotherResult(call, step.Inner.Frame, life) || step.Add(Lifting.ThroughCall(step.Inner, call, life));
            case DelegateUse { Fate: DelegateFate.Called } use:
                return step.Add(Lifting.ThroughDelegate(step.Inner, use, life, lifetimes.IsMaterialized(use) && !lifetimes.TakeTurns(use, cancellation)));
            case DelegateUse { Fate: DelegateFate.Spawned } use:
                return step.Add(Lifting.ThroughSpawn(step.Inner, use, life, lifetimes.BeginOf(use), lifetimes.GivenTo(use), lifetimes.TakeTurns(use, cancellation)));
            case DelegateUse { Fate: DelegateFate.Passed } use:
                HandOver(use, step, life, MaxTurns, cancellation);
                return true;
            case DelegateUse { Fate: DelegateFate.Kept } use:
                RunKept(use, step, life, cancellation);
                return true;
            case DelegateUse { Fate: DelegateFate.OnUi }:
                step.End(TopKind.Ui);
                return true;
            default:
                step.Give(UnknownCause.UnknownDelegate);
                return true;
        }
    }

    /// <summary>
    /// <c>T Accept&lt;T&gt;(Visitor&lt;T&gt; visitor)</c> gives back the task of a visitor whose <c>T</c> is one. A caller that asks for a node has another visitor.
    /// </summary>
    private static bool IsOfAnotherResult(CallSite call, Frame callee, Lifetime life) =>
        life is { LivesOn: true, Handle.Returned: true } && callee.Method is { ReturnType: ITypeParameterSymbol }
        && call.Constructed.ReturnType is { } result and not ITypeParameterSymbol && !HandleFlow.IsHandle(result) && !HandleFlow.IsTaskLike(result);

    /// <summary>The call gives a sequence, and what its callee does is done where that is walked over.</summary>
    /// <returns>False where the frame has to stand for itself, see <see cref="Lift"/>.</returns>
    private bool WalkOver(CallSite call, Step step, Lifetime life, Names names, int turns, CancellationToken cancellation)
    {
        if (call.Walks is not { } walks || turns == 0)
        {
            step.Give(UnknownCause.UnknownDelegate);
            return true;
        }

        var isKnown = true;
        foreach (var walk in walks)
        {
            switch (walk.Fate)
            {
                case DelegateFate.Called or DelegateFate.Returned:
                    isKnown &= step.Add(Lifting.ThroughWalk(step.Inner, walk, names, life));
                    break;
                case DelegateFate.Passed:
                    HandOver(walk, step, life, turns - 1, cancellation, names);
                    break;
                default:
                    step.Give(UnknownCause.UnknownDelegate);
                    break;
            }
        }

        return isKnown;
    }

    /// <summary>The delegate goes into another method: its own code says when and where it runs.</summary>
    private void HandOver(DelegateUse use, Step step, Lifetime life, int turns, CancellationToken cancellation, Names? names = null)
    {
        // A method that passes its delegate to itself, over others or at once: the first round has seen all that it does with it.
        if (step.Inner.Handover is { } before && before.Includes(use))
            return;

        var named = ByGivenName(Lifting.NameIn(use, step.Inner, names), use.Frame, cancellation);
        var handover = new Handover(use, named.Path, step.Inner.Handover);
        var any = false;
        var uses = calls.UsesOfParameter(use.PassedTo!, use.PassedAs, cancellation).ToList();

        // `if (IsMine) work(); else Post(work);`: a method that posts it elsewhere runs it itself only where it is on the right thread.
        var isPosted = uses.Exists(static one => one.Fate is DelegateFate.OnUi or DelegateFate.Unknown);
        foreach (var inside in uses)
        {
            var inner = named.With(handover);
            any = true;
            switch (inside.Fate)
            {
                case DelegateFate.Called when !isPosted:
                    step.Add(Lifting.ThroughDelegate(inner, inside, life, lifetimes.IsMaterialized(inside) && !lifetimes.TakeTurns(inside, cancellation)));
                    break;
                case DelegateFate.Spawned:
                    step.Add(Lifting.ThroughSpawn(inner, inside, life, lifetimes.BeginOf(inside), lifetimes.GivenTo(inside), lifetimes.TakeTurns(inside, cancellation)));
                    break;
                case DelegateFate.Returned when ReturningCall(use) is { } call:
                    // A query over the sequence that the method is given is walked over where the call's result is.
                    WalkOver(call, step, life, names ?? Names.Of(step.Inner.Frame, use), turns, cancellation);
                    break;
                case DelegateFate.Passed when step.Inner.Depth < MaxDepth && handover.Depth < MaxDepth:
                    HandOver(inside, new Step(step, inner), life, turns, cancellation);
                    break;
                case DelegateFate.Kept when step.Inner.Handover is null && IsGivenOnce(inside, cancellation):
                    // It outlives the call, and with it the way back.
                    RunKept(inside, new Step(step, named), life, cancellation, isHandedOver: true);
                    break;
                default:
                    step.Give(UnknownCause.UnknownDelegate);
                    break;
            }
        }

        if (!any)
            step.Give(UnknownCause.UnknownDelegate);
    }

    /// <summary>
    /// A constructor is called once for each object, and an event keeps all that it is given. Of a method that is called from two places nobody knows
    /// which delegate the field has when it is run.
    /// </summary>
    private bool IsGivenOnce(DelegateUse kept, CancellationToken cancellation) =>
        kept.KeptIn is IEventSymbol || kept.Frame.Body.IsConstructing || calls.CallersOf(kept.Frame, cancellation) is { IsComplete: true, Sites.Length: 1 };

    /// <summary>The delegate goes into a field, property or event: whoever runs what is kept there runs it.</summary>
    private void RunKept(DelegateUse kept, Step step, Lifetime life, CancellationToken cancellation, bool isHandedOver = false)
    {
        var inner = step.Inner;
        var runs = inner.Handover is null ? calls.UsesOfKept(kept, cancellation) : null;
        foreach (var run in runs ?? [])
        {
            if (inner.Visits(run.Frame) >= 2)
                continue;

            var names = isHandedOver ? Names.ThroughKeeper(inner.Frame, kept, run) : Names.Through(inner.Frame, kept, run);
            switch (run.Fate)
            {
                case DelegateFate.Called:
                    step.Add(Lifting.ThroughDelegate(inner, run, life, lifetimes.IsMaterialized(run) && !lifetimes.TakeTurns(run, cancellation), names));
                    break;
                case DelegateFate.Spawned:
                    step.Add(Lifting.ThroughSpawn(inner, run, life, lifetimes.BeginOf(run), lifetimes.GivenTo(run), lifetimes.TakeTurns(run, cancellation), names));
                    break;
                case DelegateFate.Passed when !isHandedOver:
                    HandOver(run, step, life, MaxTurns, cancellation, names);
                    break;
                default:
                    step.Give(UnknownCause.UnknownDelegate);
                    break;
            }
        }

        // Others may run it as well.
        if (runs is null or { Count: 0 } || (kept.KeptIn is not IEventSymbol && Entrances.IsVisible(kept.KeptIn!)))
            step.Give(UnknownCause.UnknownDelegate);
    }

    /// <summary>Back from a method that a delegate was passed to, into the frame that passed it: only that call is on this way.</summary>
    private static void ReturnFrom(Handover handover, Step step, Lifetime life)
    {
        var call = ReturningCall(handover.Use);
        if (call is not null && !step.Inner.IsLazy)
            step.Add(Lifting.BackThrough(step.Inner, call, handover, life));
        else if (call?.Walks is { } walks && walks.TrueForAll(static walk => walk.Fate is DelegateFate.Called or DelegateFate.Returned))
            walks.ForEach(walk => step.Add(Lifting.BackThrough(step.Inner, call, walk, handover, life)));
        else
            step.Give(UnknownCause.UnknownDelegate);
    }

    /// <summary>The call that <paramref name="use"/> passes its delegate to.</summary>
    private static CallSite? ReturningCall(DelegateUse use) =>
        use.Frame.Calls.Find(call => call.Syntax.Span.Contains(use.Syntax.Span) && SymbolEqualityComparer.Default.Equals(call.Target, use.PassedTo));

    /// <summary>What one step upwards finds.</summary>
    private sealed class Step
    {
        public Step(Context inner) => Inner = inner;

        /// <summary>The same step for a delegate that is handed on once more.</summary>
        public Step(Step outer, Context inner) => (Inner, Outer, Tops, _causes) = (inner, outer.Outer, outer.Tops, outer._causes);

        private readonly List<UnknownCause> _causes = [];

        public Context Inner { get; }

        public List<Context> Outer { get; } = [];

        public List<Top> Tops { get; } = [];

        public UnknownCause Cause => _causes.Count == 0 ? UnknownCause.None : _causes[0];

        public void Give(UnknownCause cause) => _causes.Add(cause);

        public void End(TopKind kind) => Tops.Add(new Top(Inner, kind));

        public bool Add(Context context)
        {
            if (context.Path is { IsUnknown: true } && context.Handover is null)
            {
                Give(UnknownCause.UnknownObject);
                return false;
            }

            Outer.Add(context);
            return true;
        }
    }
}
