using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether two ways to one object can be under way at the same time.</summary>
/// <remarks>
/// Two ways that meet in a frame are compared there, in one activation of that frame: the order of its sites decides. Errs towards no:
/// what an unknown signal may have ordered, or somebody unknown may have joined, is not called concurrent.
/// </remarks>
internal sealed partial class Concurrency(BodyReader reader, Lifetimes lifetimes, ApiLookup api)
{
    /// <summary>
    /// Ways that meet only in an object are believed for its own fields and those of the objects it holds. Further away the entries of a large
    /// object follow a protocol (initialize, run, shut down) that no evidence of ours contradicts.
    /// </summary>
    private const int MaxStepsFromOutside = 2;

    /// <summary>A link of a way is asked again for each other way that leads through its frame.</summary>
    private readonly ConcurrentDictionary<Context, bool> _renewed = new();

    private readonly JoinsOnTheWay _joins = new(reader, lifetimes);

    /// <summary>Both contexts are of one frame. Says whether the two accesses can happen at once, on the same object.</summary>
    public bool MayMeet(Context one, Context two, CancellationToken cancellation)
    {
        reader.Counters.CountComparison();
        if (one.IsDeferred || two.IsDeferred || !AreSameObject(one, two) || PassedKeys.Differ(one, two) || IsFarRestart(one, two) || HaveEachTheirOwn(one, two, cancellation))
            return false;

        if (one.Site == two.Site)
        {
            if (IsMadeOnce(one, cancellation) || IsMadeAnewForEach(one, cancellation))
                return false;
            return one.BesideItself || two.BesideItself
                || (one.RunsOn && Follows(one, two, cancellation)) || (two.RunsOn && Follows(two, one, cancellation));
        }

        if (one.Site is DelegateUse { Group: { } group } && two.Site is DelegateUse { Group: { } other } && group == other)
            return true;

        return (one.RunsOn && Follows(one, two, cancellation)) || (two.RunsOn && Follows(two, one, cancellation));
    }

    /// <summary>Two ways that meet in no frame, but in the object: one left a thread behind, the other comes from whoever uses the object.</summary>
    public bool MayMeet(Top thread, Top other, CancellationToken cancellation)
    {
        var one = thread.Context;
        var two = other.Context;
        if (one.Spawn is null || AreOneEntry(one.Frame.Outermost, two.Frame.Outermost) || one.Path is not { } path || two.Path is not { } second || PassedKeys.Differ(one, two))
            return false;

        // Two entries that both start the same thread: nothing says that both are used on one object, `Restart` may only ever follow `Start`.
        if (one.Spawn == two.Spawn || path.Members + (one.Access.IsContent ? 1 : 0) > MaxStepsFromOutside)
            return false;
        if (!SameNames(path, second, one.Frame) || path.Root is not (PathRoot.This or PathRoot.Static))
            return false;
        if (path.Root == PathRoot.Static && MayBeOneLock(one.Locks, two.Locks))
            return false;
        if (path.Root == PathRoot.This && (two.Frame.Body.IsConstructing || !AreRelated(one.Frame, two.Frame)))
            return false;
        if (two.Frame.Outermost.Method is not { MethodKind: not MethodKind.StaticConstructor } entry || IsForOneAtATime(entry) || IsForOneAtATime(one.Frame.Outermost.Method))
            return false;

        var life = lifetimes.AfterReturn(one, cancellation);
        if (!life.LivesOn || life.IsOwnTask || life.Handle.Returned || life.Handle.Escapes)
            return false;

        return !IsJoinedBefore(life.Handle, two, cancellation) && !IsBeforeStart(one.Spawn, life.Handle, two, cancellation);
    }

    /// <summary>
    /// What is static outlives the names of two frames that have nothing else in common: <c>worker._gate</c>, which one holds, and <c>_gate</c>, which the other
    /// does, are one lock where both mean one object.
    /// </summary>
    private static bool MayBeOneLock(LockSet one, LockSet two) =>
        one.Held.Any(mine => mine is { Symbol: { IsStatic: false } symbol } && two.Held.Any(theirs => SymbolEqualityComparer.Default.Equals(theirs.Symbol?.OriginalDefinition, symbol.OriginalDefinition)));

    /// <summary>
    /// Whether <paramref name="other"/> is more likely a step of what the thread does than somebody else: the thread's way leads through its entry, or it runs by
    /// hand what the thread runs, <c>if (!socket.AcceptAsync(e)) OnAccepted(e);</c>.
    /// </summary>
    public static bool IsPartOf(Context thread, Context other) => thread.ComesThrough(other.Frame) || (FrameOf(thread) is { } run && (other.Frame == run || other.ComesThrough(run)));

    /// <summary>
    /// Both come to one of many objects that an array or list has, and code of the program's own says which, <c>_shards[Of(key)].Count++</c>: programs have many objects so
    /// that threads keep apart.
    /// </summary>
    /// <param name="one">A way to the object.</param>
    /// <param name="two">Another one, which names it as the first does, but for elements.</param>
    /// <param name="isOneActivation">Both meet in one activation of their frame, so that what they call by one name is one variable.</param>
    public static bool IsOneOfMany(Context one, Context two, bool isOneActivation) =>
        Elements(one, isLast: false).Zip(Elements(two, isLast: false), (mine, theirs) => ElementIndex.MayBeTwo(mine, theirs, isOneActivation)).Any(static isTwo => isTwo);

    /// <summary>Two threads that have no frame in common come to an array by indices that have nothing in common either.</summary>
    public static bool AreIndexedApart(Context one, Context two) =>
        Elements(one, isLast: true).Concat(Elements(two, isLast: true)).Any(static index => index.Constant is null) && !one.Access.IsContent && !two.Access.IsContent;

    /// <summary>
    /// One piece of code that a method runs itself or leaves to a thread, as a condition says: <c>if (_isThreaded) Task.Run(Draw); else Draw();</c>. Whether it ever does
    /// one beside the other is up to what the condition asks.
    /// </summary>
    public static bool IsRunHereOrThere(Context one, Context two)
    {
        if (one.Access != two.Access)
            return false;
        for (var mine = one.Inner; mine is not null; mine = mine.Inner)
        {
            for (var theirs = two.Inner; theirs is not null; theirs = theirs.Inner)
            {
                if (mine.Frame != theirs.Frame || mine.Site == theirs.Site)
                    continue;
                var (first, second) = mine.Site.Syntax.SpanStart < theirs.Site.Syntax.SpanStart ? (mine.Site.Syntax, theirs.Site.Syntax) : (theirs.Site.Syntax, mine.Site.Syntax);
                if (Branches.AreApart(first, second, mine.Frame.Syntax))
                    return true;
            }
        }

        return false;
    }

    private static IEnumerable<ElementIndex> Elements(Context way, bool isLast) =>
        way.Path is not { } path ? [] : path.Steps.Where((step, place) => step.Index is not null && isLast == (place == path.Steps.Length - 1)).Select(static step => step.Index!);

    /// <summary>The code that the thread runs.</summary>
    private static Frame? FrameOf(Context way) => way.Spawn is not null && way.OnItsThread is var start && start != way ? start.Frame : null;

    /// <summary>The most calls between a frame that gets to one spawn twice and that spawn.</summary>
    private const int MaxCallsToSpawn = 3;

    /// <summary>
    /// A frame that gets to the same spawn twice starts two threads, if it is near enough to know. From further away the second call is
    /// more likely a second use of an object that starts its thread once.
    /// </summary>
    private static bool IsFarRestart(Context one, Context two)
    {
        if (one.Spawn is not { } spawn || two.Spawn is not { } other || (spawn != other && !one.ComesThrough(other.Frame) && !two.ComesThrough(spawn.Frame)))
            return false;

        var calls = 0;
        for (var link = one; link is not null && link.Site != spawn; link = link.Inner)
            calls++;
        return calls > MaxCallsToSpawn;
    }

    /// <summary>What a framework calls on a stream, reader or writer, it calls one after the other, as the contract says: the next read comes when the last is over.</summary>
    private bool IsForOneAtATime(IMethodSymbol? entry)
    {
        var declared = entry;
        while (declared?.OverriddenMethod is { } above)
            declared = above;
        return declared is not null && !SymbolEqualityComparer.Default.Equals(declared, entry) && (api.NatureOf(declared.ContainingType) & ApiNature.Unsafe) != 0;
    }

    private bool IsJoinedBefore(Handle handle, Context user, CancellationToken cancellation)
    {
        var kept = handle.Paths.Where(static path => path.Root is PathRoot.This or PathRoot.Static).ToList();
        if (_joins.Has(kept, user, cancellation))
            return true;
        var joins = lifetimes.JoinsOf(kept, user.Frame, depth: 2, cancellation);
        if (joins.Count == 0 && user.Frame.Waits.Count == 0)
            return false;
        if (reader.GraphOf(user.Frame, cancellation) is not { } graph || graph.PositionOf(user.Site.Syntax) is not { } place)
            return true;

        var barriers = lifetimes.Positions(joins, graph, user.Frame.Syntax);
        barriers.AddRange(user.Frame.Waits.Select(wait => graph.PositionOf(wait.Syntax)).OfType<FlowPosition>());
        return !graph.Reaches(graph.Entry, place, barriers);
    }

    /// <summary>Whether the frame passes one of <paramref name="earlier"/>, on its own thread, on every way to both others.</summary>
    public bool IsBefore(IEnumerable<Context> earlier, Context one, Context two, CancellationToken cancellation)
    {
        if (reader.GraphOf(one.Frame, cancellation) is not { } graph || graph.PositionOf(one.Begin) is not { } first || graph.PositionOf(two.Begin) is not { } second)
            return false;

        var places = earlier
            .Where(way => way is { Spawn: null, AsyncCall: null, RunsOn: false } && way.Frame == one.Frame && way.Site != one.Site && way.Site != two.Site)
            .Select(way => graph.PositionOf(way.Site.Syntax)).OfType<FlowPosition>().ToList();
        return places.Count > 0 && !graph.Reaches(graph.Entry, first, places) && !graph.Reaches(graph.Entry, second, places);
    }

    /// <summary>Whether <paramref name="next"/> can come while the work that <paramref name="first"/> began still runs.</summary>
    private bool Follows(Context first, Context next, CancellationToken cancellation)
    {
        if (IsMaking(next) || first.Frame.Starts.Exists(start => start.IsOver && start.Syntax == first.Begin) || lifetimes.BeginsAfter(next, first) || lifetimes.BeginsAfter(first, next) || (first.Site is DelegateUse use && !lifetimes.BeginsHere(use, cancellation)))
            return false;
        return reader.GraphOf(first.Frame, cancellation) is { } graph && BeginOf(first, graph) is { } begin && BeginOf(next, graph) is { } place
            && MayLast(first, graph, first.Begin, begin, place, cancellation) && !_joins.Has(first, next, cancellation);
    }

    /// <summary><c>var server = new Server();</c>, whose constructor comes to the access: whatever had that name before is another object.</summary>
    private static bool IsMaking(Context way) =>
        way.Site is CallSite { Syntax: BaseObjectCreationExpressionSyntax, Receiver: { IsUnknown: false } made } && way.Path is { } path && path.IsPartOf(made);

    /// <summary>Whether the frame of <paramref name="first"/> can get from <paramref name="from"/> to <paramref name="to"/> before the work behind it is over.</summary>
    public bool MayLast(Context first, SyntaxNode from, SyntaxNode to, CancellationToken cancellation)
    {
        return reader.GraphOf(first.Frame, cancellation) is { } graph && graph.PositionOf(from) is { } begin && graph.PositionOf(to) is { } place
            && MayLast(first, graph, from, begin, place, cancellation);
    }

    /// <summary>What the end of a <c>using</c> calls stands in the source where the resource is made.</summary>
    private static FlowPosition? BeginOf(Context way, FlowGraph graph) =>
        way.Site is CallSite { IsDisposal: true } && graph.DisposalOf(way.Begin) is { } end ? end : graph.PositionOf(way.Begin);

    private bool MayLast(Context first, FlowGraph graph, SyntaxNode from, FlowPosition begin, FlowPosition place, CancellationToken cancellation)
    {
        var barriers = lifetimes.Positions(lifetimes.JoinsOf(first, first.Frame, cancellation), graph, from);
        foreach (var uncertain in lifetimes.UncertainPlaces(first, cancellation))
        {
            if (graph.PositionOf(uncertain) is { } position)
                barriers.Add(position);
        }

        if (first.OverAt is { } over && !first.LivesOn && graph.PositionOf(over) is { } end)
            barriers.Add(end);
        AddRenewals(first, graph, barriers);
        return graph.Reaches(begin, place, barriers);
    }

    /// <summary>Where a variable of the frame is made anew: what comes after is about another variable or object of the same name.</summary>
    private static void AddRenewals(Context context, FlowGraph graph, List<FlowPosition> barriers)
    {
        if (context.Path is not { } path)
            return;

        if (path.Root == PathRoot.Allocation && graph.ExactPositionOf((SyntaxNode)path.Identity!) is { } creation)
            barriers.Add(creation);
        AddRenewal(path.Variable, graph, barriers);
        foreach (var made in context.Frame.Accesses)
        {
            if (IsRenewalOf(path, made) && graph.PositionOf(made.Syntax) is { } position)
                barriers.Add(position);
        }

        foreach (var step in path.Steps)
        {
            AddRenewal(step.Index?.Variable, graph, barriers);

            // `all[i].Begin()`: which one it is is found now; a lambda finds it when it runs, `() => all[i].Begin()`.
            if (context.Site is CallSite)
                barriers.AddRange(Loops.StepsOf(step.Index?.Variable).Select(graph.ExactPositionOf).OfType<FlowPosition>());
        }
    }

    /// <summary>Whether <paramref name="made"/> sets a variable that <paramref name="path"/> leads over: <c>_connection = new(…)</c> for <c>_connection.Total</c>.</summary>
    private static bool IsRenewalOf(MemoryPath path, Access made) =>
        made is { Kind: AccessKind.Write, IsContent: false } && made.Path.Steps.Length < path.Steps.Length && !made.Path.Steps.IsEmpty && path.IsPartOf(made.Path);

    /// <summary>
    /// Both ways lead through one method that first makes the object anew, <c>_connection = new(…); _connection.Begin();</c>: its two activations
    /// are about two objects, though the field has one name.
    /// </summary>
    private bool HaveEachTheirOwn(Context one, Context two, CancellationToken cancellation)
    {
        for (var mine = one.Inner; mine is not null; mine = mine.Inner)
        {
            for (var theirs = two.Inner; theirs is not null; theirs = theirs.Inner)
            {
                if (mine.Frame == theirs.Frame && IsRenewedBefore(mine, cancellation) && (mine == theirs || IsRenewedBefore(theirs, cancellation)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A loop that starts all threads of a list, <c>foreach (var thread in threads) thread.Start();</c>, starts each once, and this one is made once.</summary>
    private bool IsMadeOnce(Context way, CancellationToken cancellation) =>
        way is { Site: DelegateUse { AtStart: true }, BesideItself: false } && way.Begin != way.Site.Syntax
        && reader.GraphOf(way.Frame, cancellation) is { } graph && graph.PositionOf(way.Site.Syntax) is { } creation && !graph.Reaches(creation, creation, []);

    /// <summary>Threads that one loop makes and a later one starts: each has what was made anew in its own round of the first.</summary>
    private bool IsMadeAnewForEach(Context way, CancellationToken cancellation)
    {
        if (way.Site is not DelegateUse { AtStart: true } || way.BesideItself || way.Begin == way.Site.Syntax || reader.GraphOf(way.Frame, cancellation) is not { } graph
            || graph.PositionOf(way.Site.Syntax) is not { } creation)
        {
            return false;
        }

        var renewals = new List<FlowPosition>();
        AddRenewals(way, graph, renewals);
        return renewals.Count > 0 && graph.Reaches(creation, creation, []) && !graph.Reaches(creation, creation, renewals);
    }

    private bool IsRenewedBefore(Context way, CancellationToken cancellation) =>
        _renewed.TryGetValue(way, out var known) ? known : _renewed.GetOrAdd(way, FindRenewalBefore(way, cancellation));

    private bool FindRenewalBefore(Context way, CancellationToken cancellation)
    {
        if (way.Path is not { } path || way.Frame.Accesses.Where(made => IsRenewalOf(path, made)).ToList() is not { Count: > 0 } renewals)
            return false;
        if (reader.GraphOf(way.Frame, cancellation) is not { } graph || graph.PositionOf(way.Begin) is not { } place)
            return false;
        return !graph.Reaches(graph.Entry, place, renewals.Select(made => graph.PositionOf(made.Syntax)).OfType<FlowPosition>().ToList());
    }

    private static void AddRenewal(ISymbol? variable, FlowGraph graph, List<FlowPosition> barriers)
    {
        foreach (var declaration in variable?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            foreach (var place in Loops.RenewalsOf(declaration.GetSyntax()))
            {
                if (graph.ExactPositionOf(place) is { } position)
                    barriers.Add(position);
            }
        }
    }

    private static bool AreSameObject(Context one, Context two)
    {
        if (one.Handover is null != (two.Handover is null))
            return false;
        if (one.Handover is { } mine && two.Handover is { } other)
            return mine.Use.PassedIn == other.Use.PassedIn && mine.Path is { } at && other.Path is { } there && SameNames(at, there, mine.Use.Frame);
        return one.Path is { } path && two.Path is { } second && SameNames(path, second, one.Frame);
    }

    /// <summary>Whether two names mean one variable: certain roots and members, and elements that can have one index.</summary>
    private static bool SameNames(MemoryPath one, MemoryPath two, Frame frame)
    {
        if (!one.IsCertain || !two.IsCertain || one.Steps.Length != two.Steps.Length || !one.HasRootOf(two))
            return false;

        for (var i = 0; i < one.Steps.Length; i++)
        {
            var (first, second) = (one.Steps[i], two.Steps[i]);
            if (first.Index is { } index && second.Index is { } other ? !CanBeEqual(index, other, frame) : !first.Equals(second))
                return false;
        }

        return true;
    }

    private static bool CanBeEqual(ElementIndex one, ElementIndex two, Frame frame)
    {
        if (one.Constant is not null && two.Constant is not null)
            return Equals(one.Constant, two.Constant);
        if (one.Variable is null || !SymbolEqualityComparer.Default.Equals(one.Variable, two.Variable))
            return true;

        // The next of one is the own of another, `a[i]` and `a[i + 1]`; of scaled indices, `2 * i` and `2 * i + 1`, nothing is known.
        if (!one.Equals(two))
            return !one.IsScaled && !two.IsScaled;

        // The same variable in the same form: one and the same if the frame's activations share it, each thread's own if it is declared further in.
        return Confinement.IsSharedIn(frame, one.Variable);
    }

    /// <summary>What overrides a method and calls it, <c>override void Start() { _count = 0; base.Start(); }</c>, begins its work as well.</summary>
    private static bool AreOneEntry(Frame thread, Frame other)
    {
        if (thread == other)
            return true;
        for (var method = other.Method; method is not null; method = method.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, thread.Method))
                return other.Calls.Exists(call => call.IsOfBase && SymbolEqualityComparer.Default.Equals(call.Target, thread.Method));
        }

        return false;
    }

    private static bool AreRelated(Frame one, Frame two)
    {
        if (one.Outermost.Method?.ContainingType is not { } first || two.Outermost.Method?.ContainingType is not { } second)
            return false;
        return Derives(first, second) || Derives(second, first);
    }

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, ancestor.OriginalDefinition))
                return true;
        }

        return false;
    }
}
