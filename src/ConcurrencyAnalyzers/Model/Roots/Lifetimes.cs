using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether work is over when its frame returns.</summary>
/// <param name="LivesOn">It may still run.</param>
/// <param name="IsOwnTask">The task that the frame returns, being async, ends after it.</param>
/// <param name="Handle">Who else can wait for it, in the frame's names.</param>
internal sealed record Lifetime(bool LivesOn, bool IsOwnTask, Handle Handle)
{
    public static readonly Lifetime Over = new(false, false, Handle.None);
    public static readonly Lifetime OwnTask = new(true, true, Handle.None);

    /// <summary>What, in the frame's names, keeps the work out of the way of another activation's, or of others who hold it.</summary>
    public LockSet Locks { get; init; } = LockSet.Empty;
}

/// <summary>Fork and join inside a frame: where work begins, where it is waited for, and what is left when the frame returns.</summary>
internal sealed class Lifetimes(BodyReader reader)
{
    /// <summary>How many calls deep a join is looked for: <c>Stop()</c>, and what it calls.</summary>
    private const int MaxJoinDepth = 2;

    private readonly Latches _latches = new(reader);

    public Lifetime AfterReturn(Context context, CancellationToken cancellation)
    {
        // What is held where a sequence is made is given back before anybody walks over it.
        if (context.IsDeferred)
            return Lifetime.Over with { Locks = context.Locks };

        // What the frame holds around the work keeps others out, but not the work that this activation does beside it: it counts from here on.
        var around = context.Inner is null ? _latches.OnTheWayTo(context, cancellation)
            : context.LivesOn ? context.Site.Locks.Gates.With(_latches.Around(context, cancellation))
            : (context.IsAlone ? LockSet.Empty : context.Site.Locks).With(_latches.OnTheWayTo(context, cancellation));
        return LifeOf(context, cancellation) with { Locks = context.Locks.WithFrame(around) };
    }

    private Lifetime LifeOf(Context context, CancellationToken cancellation)
    {
        var frame = context.Frame;
        if (!context.LivesOn)
            return IsBehindAwait(context) ? AfterAwait(frame) : Lifetime.Over;

        var joins = JoinsOf(context, frame, cancellation);
        var handle = Everywhere(context.Handle, frame);
        if (joins.Count > 0 && reader.GraphOf(frame, cancellation) is { } graph && graph.PositionOf(context.Begin) is { } begin)
        {
            var barriers = Positions(joins, graph, context.Begin);
            if (!graph.Leaves(begin, barriers))
                return frame.IsAsync && joins.Any(static join => join.IsAwait) ? AfterAwait(frame) : Lifetime.Over;
        }

        // What an async method returns is wrapped in its own task.
        return new Lifetime(true, false, frame.IsAsync && handle.Returned ? Handle.Escaped : handle);
    }

    /// <summary>The joins of the work behind <paramref name="context"/> in its own frame, those in called methods included.</summary>
    public IReadOnlyList<JoinSite> JoinsOf(Context context, Frame frame, CancellationToken cancellation) =>
        [.. JoinsOf(Everywhere(context.Handle, context.Frame).Paths, frame, MaxJoinDepth, cancellation), .. JoinsAround(context, cancellation), .. EndsOfWhatRaises(context)];

    /// <summary><c>process.WaitForExit()</c>: when the object is over that raises the event, so are the handlers.</summary>
    private static IEnumerable<JoinSite> EndsOfWhatRaises(Context context) =>
        context.Site is DelegateUse { KeptOn: { IsUnknown: false } raiser }
            ? context.Frame.Waits.Where(wait => wait.Signal.Equals(raiser)).Select(wait => new JoinSite(context.Frame, wait.Syntax, wait.Signal))
            : [];

    /// <summary><c>ReadAsync().WaitSafely()</c>: the task has no name here, and the method that gets it waits.</summary>
    private IEnumerable<JoinSite> JoinsAround(Context context, CancellationToken cancellation) =>
        context.Frame.Calls
            .Where(call => call.Syntax != context.Site.Syntax && call.Syntax.Span.Contains(context.Site.Syntax.Span)
                && reader.FrameOf(call.Target, cancellation) is { } callee
                && callee.Joins.Any(static join => join.Handle is { Root: PathRoot.Parameter, Steps.IsEmpty: true, Variable: IParameterSymbol { Type: var type } } && HandleFlow.IsHandle(type)))
            .Select(call => new JoinSite(context.Frame, call.Syntax, MemoryPath.Unknown) { IsAwait = call.Result.Awaited });

    public IReadOnlyList<JoinSite> JoinsOf(IReadOnlyCollection<MemoryPath> handles, Frame frame, int depth, CancellationToken cancellation) =>
        handles.Count == 0 ? [] : JoinsOf(path => handles.Any(handle => handle.IsPartOf(path) || path.IsPartOf(handle)), frame, depth, cancellation);

    /// <param name="isOurs">Whether a path, in the frame's names, leads to a handle of the work.</param>
    /// <param name="frame">Who may wait.</param>
    /// <param name="depth">How many calls in a row are looked into.</param>
    /// <param name="cancellation">Ends the search.</param>
    public IReadOnlyList<JoinSite> JoinsOf(Func<MemoryPath, bool> isOurs, Frame frame, int depth, CancellationToken cancellation)
    {
        var joins = new List<JoinSite>();
        foreach (var inner in frame.Body.Frames)
        {
            // A join in a lambda counts where the lambda runs at once: threads.ForEach(t => t.Join()).
            var place = inner == frame ? null : PlaceOf(inner, frame);
            if (inner != frame && place is null)
                continue;
            foreach (var join in inner.Joins)
            {
                if (isOurs(join.Handle))
                    joins.Add(place is null ? join : new JoinSite(frame, place, join.Handle));
            }

            // `Debug.Assert(task.IsCompleted)`: who looks whether it is over knows, or takes care.
            foreach (var wait in inner.Waits)
            {
                if (isOurs(wait.Signal))
                    joins.Add(new JoinSite(frame, place ?? wait.Syntax, wait.Signal));
            }
        }

        foreach (var call in frame.Calls)
        {
            if (depth > 0 && reader.FrameOf(call.Target, cancellation) is { } callee && callee != frame && IsJoinedBy(callee, call, isOurs, depth, cancellation))
                joins.Add(new JoinSite(frame, call.Syntax, MemoryPath.Unknown) { IsAwait = call.Result.Awaited, IsDisposal = call.IsDisposal });
        }

        return joins;
    }

    /// <summary>Where waiting for a signal, or handing the handle away, makes the order unknown.</summary>
    public IEnumerable<SyntaxNode> UncertainPlaces(Context context, CancellationToken cancellation)
    {
        foreach (var wait in context.Frame.Waits)
        {
            if (!GivenSignals.AreAllBefore(context, wait))
                yield return wait.Syntax;
        }

        // `context.Wait()`: an object that the work was given, or took along, may hold the signal.
        foreach (var call in context.Frame.Calls)
        {
            if (call.Receiver is { Root: PathRoot.Local, Variable: { } variable } && Mentions(context.Site.Syntax, variable) && reader.FrameOf(call.Target, cancellation) is { Waits.Count: > 0 })
                yield return call.Syntax;
        }

        // What went where we cannot follow may be what the frame waits for later.
        if (context.Handle.Escapes)
        {
            foreach (var place in context.Frame.Awaits.Concat(context.Frame.Joins.Select(static join => join.Syntax)))
                yield return place;
        }

        var paths = Everywhere(context.Handle, context.Frame).Paths;
        foreach (var alias in context.Frame.Aliases)
        {
            if (alias.Also.Escapes && paths.Any(path => path.IsPartOf(alias.Path) || alias.Path.IsPartOf(path)))
                yield return alias.Syntax;
        }
    }

    /// <summary>By its name, so that nothing is bound for what has nothing to do with the work.</summary>
    private static bool Mentions(SyntaxNode work, ISymbol variable) => work.DescendantTokens().Any(token => token.ValueText == variable.Name);

    public List<FlowPosition> Positions(IEnumerable<JoinSite> joins, FlowGraph graph, SyntaxNode begin)
    {
        var positions = new List<FlowPosition>();
        foreach (var join in joins)
        {
            if ((join.IsDisposal ? graph.DisposalOf(join.Syntax) : graph.PositionOf(join.Syntax)) is { } exact)
                positions.Add(exact);

            // A loop that waits for each of them: past it they are over, unless they are begun in the same loop.
            if (join.Loop is { Parent: { } loop } header && !loop.Span.Contains(begin.Span) && graph.PositionOf(header) is { } whole)
                positions.Add(whole);
            if (join.Test is { } test && graph.PositionOf(test) is { } tested)
                positions.Add(tested);
        }

        return positions;
    }

    /// <summary>Whether <paramref name="later"/> is a continuation of <paramref name="earlier"/>, or of a continuation of it.</summary>
    public bool BeginsAfter(Context later, Context earlier)
    {
        if (later.Site is not DelegateUse { After: { } after } use)
            return false;
        if (after.Span.Contains(earlier.Site.Syntax.Span))
            return true;
        return !use.AfterHandle.IsUnknown && Everywhere(earlier.Handle, earlier.Frame).Paths.Any(path => path.Equals(use.AfterHandle));
    }

    /// <summary>A thread runs from its <c>Start</c> on.</summary>
    public SyntaxNode BeginOf(DelegateUse use)
    {
        if (!use.AtStart)
            return use.Syntax;
        return use.Handle.Started ?? StartOf(use) ?? use.Syntax;
    }

    /// <summary>Whether the frame that makes the thread or timer also starts it, or hands it to a method that may.</summary>
    public static bool IsStarted(DelegateUse use) => !use.AtStart || use.Handle.Started is not null || StartOf(use) is not null;

    /// <summary>Whether the work can begin while the frame that makes its thread or timer runs: started there, by what is called there, or by somebody unknown.</summary>
    public bool BeginsHere(DelegateUse use, CancellationToken cancellation)
    {
        if (IsStarted(use) || use.Handle is not { Paths.IsEmpty: false, Escapes: false, Returned: false })
            return true;

        var handles = Everywhere(use.Handle, use.Frame).Paths;
        return use.Frame.Calls.Any(call => call.Syntax.SpanStart > use.Syntax.SpanStart && MayStart(call, handles, MaxJoinDepth, cancellation));
    }

    /// <summary>Where a frame starts a thread that was made before, itself or by what it calls on its own object.</summary>
    public IEnumerable<SyntaxNode> StartsOf(ImmutableArray<MemoryPath> handles, Frame frame, CancellationToken cancellation) =>
        frame.Starts.Where(start => handles.Any(handle => handle.Equals(start.Handle))).Select(static start => start.Syntax)
            .Concat(frame.Calls.Where(call => MayStart(call, handles, MaxJoinDepth, cancellation)).Select(static call => call.Syntax));

    private bool MayStart(CallSite call, ImmutableArray<MemoryPath> handles, int depth, CancellationToken cancellation)
    {
        if (depth == 0 || reader.FrameOf(call.Target, cancellation) is not { } callee)
            return false;

        var names = Names.Of(callee, call);
        return callee.Starts.Select(static start => start.Handle).Concat(callee.Passes.Select(static pass => pass.Handle))
                .Any(begun => names.See(begun) is { IsUnknown: false } seen && handles.Any(handle => handle.IsPartOf(seen) || seen.IsPartOf(handle)))
            || callee.Calls.Any(further => further.Receiver is { Root: PathRoot.This, Steps.IsEmpty: true } && call.Receiver is { Root: PathRoot.This, Steps.IsEmpty: true }
                && MayStart(further, handles, depth - 1, cancellation));
    }

    /// <summary>Where the thread is started that the work runs on, if it was made before.</summary>
    private static SyntaxNode? StartOf(DelegateUse use)
    {
        var paths = Everywhere(use.Handle, use.Frame).Paths;
        return NextOf(PlacesIn(use.Frame, inner => inner.Starts.Where(start => Means(start.Handle))))
            ?? NextOf(PlacesIn(use.Frame, inner => inner.Passes.Where(pass => Means(pass.Handle))));

        bool Means(MemoryPath handle) => paths.Any(path => path.IsPartOf(handle) || handle.IsPartOf(path));

        // A variable can hold one thread after the other: each is started next. Where the frame starts none, a method does that it is passed to.
        SyntaxNode? NextOf(IEnumerable<SyntaxNode> starts)
        {
            var all = starts.ToList();
            return all.FirstOrDefault(start => start.SpanStart >= use.Syntax.Span.End) ?? all.FirstOrDefault();
        }
    }

    /// <summary>Sites of a frame, those in a lambda where it runs at once: <c>threads.ForEach(t =&gt; t.Start())</c>.</summary>
    private static IEnumerable<SyntaxNode> PlacesIn(Frame frame, Func<Frame, IEnumerable<Site>> sitesOf) =>
        frame.Body.Frames.SelectMany(inner => sitesOf(inner).Select(site => inner == frame ? site.Syntax : PlaceOf(inner, frame)).OfType<SyntaxNode>());

    /// <summary>Whether threads that one place makes in numbers are started and joined one by one: <c>foreach (var one in all) { one.Start(); one.Join(); }</c>.</summary>
    public bool TakeTurns(DelegateUse use, CancellationToken cancellation)
    {
        if (!use.Many || use.Handle.Paths.IsEmpty || StartOf(use) is not { } begin)
            return false;

        var joins = JoinsOf(Everywhere(use.Handle, use.Frame).Paths, use.Frame, MaxJoinDepth, cancellation);
        return joins.Count > 0 && reader.GraphOf(use.Frame, cancellation) is { } graph && graph.PositionOf(begin) is { } place
            && graph.Reaches(place, place, []) && !graph.Reaches(place, place, Positions(joins, graph, begin));
    }

    /// <summary>What the work gets as its argument: <c>new Thread(Work)</c>, and later <c>thread.Start(argument)</c>.</summary>
    public MemoryPath GivenTo(DelegateUse use)
    {
        if (!use.Given.IsUnknown || !use.AtStart)
            return use.Given;

        var paths = Everywhere(use.Handle, use.Frame).Paths;
        return use.Frame.Starts.FirstOrDefault(start => paths.Any(path => path.Equals(start.Handle)))?.Given ?? MemoryPath.Unknown;
    }

    /// <summary>Whether a lazy sequence of tasks is walked to its end before one of them is waited for.</summary>
    public bool IsMaterialized(DelegateUse use)
    {
        if (!use.Deferred)
            return true;
        if (use.Handle.IsEnumerated || use.OneByOne)
            return false;
        if (use.Handle.IsOverHere || use.Handle is { Returned: true, IsOneOfMany: true })
            return true;
        return use.Handle.Paths.Any(path => IsCollection(path) || use.Frame.Joins.Any(join => join.Loop is null && join.Handle.Equals(path)));
    }

    /// <summary>The results were copied into an array or list, which ran the query to its end.</summary>
    internal static bool IsCollection(MemoryPath path) =>
        path.End switch
        {
            ILocalSymbol { Type.Name: "IEnumerable" or "ParallelQuery" } => false,
            ILocalSymbol or IFieldSymbol or IPropertySymbol => true,
            _ => false,
        };

    /// <summary>Every name under which a handle can be found in the frame.</summary>
    internal static Handle Everywhere(Handle handle, Frame frame)
    {
        if (handle.Paths.IsEmpty)
            return handle;

        var all = handle;
        for (var round = 0; round < 3; round++)
        {
            var before = all.Paths.Length;
            foreach (var alias in frame.Aliases)
            {
                if (all.Paths.Any(path => path.Equals(alias.Path) || path.IsPartOf(alias.Path)))
                    all = all.Or(Continue(alias, all));
            }

            if (all.Paths.Length == before)
                break;
        }

        return all;
    }

    private static Handle Continue(HandleAlias alias, Handle handle) =>
        handle.Paths.Any(path => path.Equals(alias.Path))
            ? alias.Also
            : new Handle { Paths = alias.Also.Paths.Select(static path => path.Then(PathStep.Element(ElementIndex.Any))).ToImmutableArray(), Returned = alias.Also.Returned, Escapes = alias.Also.Escapes };

    /// <param name="callee">What the call runs.</param>
    /// <param name="call">A call in a frame that knows the work by the names of <paramref name="isOurs"/>.</param>
    /// <param name="isOurs">Whether a path, in the names of that frame, leads to a handle of the work.</param>
    /// <param name="depth">How many calls in a row are looked into.</param>
    /// <param name="cancellation">Ends the search.</param>
    private bool IsJoinedBy(Frame callee, CallSite call, Func<MemoryPath, bool> isOurs, int depth, CancellationToken cancellation)
    {
        var names = Names.Of(callee, call);
        if (callee.Joins.Exists(join => IsOurs(join.Handle)))
            return true;
        if (depth <= 1)
            return false;

        // A method of the same object may know the work by its field; another one is given it: `_worker.StopSafely(timeout)`.
        return callee.Calls.Exists(further => ((IsThis(further.Receiver) && IsThis(call.Receiver)) || further.Arguments.Any(argument => IsOurs(argument.Path)))
            && reader.FrameOf(further.Target, cancellation) is { } next && next != callee && IsJoinedBy(next, further, IsOurs, depth - 1, cancellation));

        bool IsOurs(MemoryPath path) => names.See(path) is { IsUnknown: false } seen && isOurs(seen);
    }

    private static bool IsThis(MemoryPath path) => path is { Root: PathRoot.This, Steps.IsEmpty: true };

    internal static SyntaxNode? PlaceOf(Frame inner, Frame outer)
    {
        foreach (var use in outer.Delegates)
        {
            if (use.Fate == DelegateFate.Called && use.Source.Method is { } method && SymbolEqualityComparer.Default.Equals(method, inner.Method))
                return use.Syntax;
        }

        return null;
    }

    /// <summary>Behind an await the caller may have gone on; an <c>async void</c> method gives nobody a handle.</summary>
    private static Lifetime AfterAwait(Frame frame) => frame.Method is { ReturnsVoid: true } ? new Lifetime(true, false, Handle.None) : Lifetime.OwnTask;

    private static bool IsBehindAwait(Context context)
    {
        var frame = context.Frame;
        if (!frame.IsAsync)
            return false;
        if (context.Suspends)
            return true;

        var site = context.Site.Syntax;
        foreach (var place in frame.Awaits)
        {
            if ((place.Span.End <= site.SpanStart && !Branches.AreApart(place, site, frame.Syntax)) || IsInSameLoop(place, site, frame))
                return true;
        }

        return false;
    }

    private static bool IsInSameLoop(SyntaxNode place, SyntaxNode site, Frame frame)
    {
        for (var node = site.Parent; node is not null && node != frame.Syntax; node = node.Parent)
        {
            if (Loops.IsLoop(node) && node.Span.Contains(place.Span))
                return true;
        }

        return false;
    }
}
