using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Orders and locks that the plain comparison of two ways does not see: signals between the threads, and locks that helpers leave taken.</summary>
internal sealed class Signals(BodyReader reader, CallGraph calls, Entrances entrances, Implementations implementations)
{
    private const int MaxHelperDepth = 2;

    /// <summary>How many callers up a lock is looked for that is held around the frame in which two ways meet.</summary>
    private const int MaxCallersUp = 3;

    /// <summary>One side waits, before its access, for what the other signals: which comes first is then up to the signal.</summary>
    public bool MayOrder(Context one, Context two, CancellationToken cancellation) =>
        WaitsFor(one, two, cancellation) || WaitsFor(two, one, cancellation) || WaitsForTask(one, two) || WaitsForTask(two, one) || WaitsForWhatItIsGiven(one) || WaitsForWhatItIsGiven(two)
        || WaitsForWhatRaises(one, two) || WaitsForWhatRaises(two, one);

    /// <summary>Whether both sides hold a lock that a helper took for them and kept: <c>Enter()</c>, <c>using (await _lock.LockAsync())</c>.</summary>
    public bool ShareHelpersLock(Context one, Context two, CancellationToken cancellation)
    {
        var mine = one.Locks.With(HelpersLocks(one, cancellation));
        var theirs = two.Locks.With(HelpersLocks(two, cancellation));
        return mine.MayExclude(theirs)
            || (IsOfItsCaller(one) && Around(one.Frame, MaxCallersUp, cancellation).MayExclude(theirs.Named))
            || (IsOfItsCaller(two) && Around(two.Frame, MaxCallersUp, cancellation).MayExclude(mine.Named));
    }

    /// <summary>The access is made by the thread that called the frame, before it returns: under what its caller holds.</summary>
    private static bool IsOfItsCaller(Context way) => way is { Spawn: null, AsyncCall: null, RunsOn: false, IsApart: false, Handover: null };

    /// <summary>
    /// What a caller of the frame holds around it: <c>lock (_gate) Handle();</c>, where the work that <c>Handle</c> begins takes the lock itself. One caller that
    /// does is enough: who else comes without it has no second thread that is shown. A flag that lets the work in is none of its caller's locks.
    /// </summary>
    private LockSet Around(Frame frame, int depth, CancellationToken cancellation)
    {
        if (depth == 0 || frame.Method is not { } method || calls.CallersOf(frame, cancellation) is not { IsComplete: true } callers)
            return LockSet.Empty;

        // A private method that nobody calls is called by what does not compile here, under who knows what.
        if (callers.Sites.IsEmpty && frame.Parent is null && method is { DeclaredAccessibility: Accessibility.Private, ExplicitInterfaceImplementations.IsEmpty: true } && !entrances.IsMain(method))
            return LockSet.Empty.With(new HeldLock(MemoryPath.Unknown, LockMode.Exclusive, frame.Syntax, symbol: null, text: ""));
        if (frame.Parent is null && entrances.IsOpen(method, callers))
            return LockSet.Empty;

        var locks = LockSet.Empty;
        foreach (var call in callers.Sites.OfType<CallSite>())
        {
            var held = call.Locks.With(TakenBefore(call, cancellation)).With(Around(call.Frame, depth - 1, cancellation));
            locks = locks.With(new Entry(held).In(frame, call).Locks);
        }

        return locks;
    }

    private bool WaitsFor(Context waiter, Context signaller, CancellationToken cancellation)
    {
        var signals = signaller.LinksOfItsThread.SelectMany(GivenSignals.Behind).Select(static signal => signal.Signal.End).OfType<ISymbol>().ToList();
        if (signals.Count > 0 && waiter.LinksOfItsThread.Any(link => AwaitedBefore(link).Concat(AwaitedByCalls(link, cancellation)).Any(name => signals.Contains(name, SymbolEqualityComparer.Default))))
            return true;

        // A switch of the program's own: `_switch.WaitForOff()` here, `_switch.Off()` there.
        var waits = waiter.LinksOfItsThread
            .SelectMany(link => link.Frame.Calls.Where(call => call.Syntax.SpanStart < link.Site.Syntax.SpanStart && IsOnMember(call)))
            .Where(call => reader.FrameOf(call.Target, cancellation) is { Waits.Count: > 0 })
            .Select(static call => call.Receiver.End).OfType<ISymbol>().ToList();
        return waits.Count > 0 && signaller.LinksOfItsThread.SelectMany(static link => link.Frame.Calls)
            .Any(call => IsOnMember(call) && waits.Contains(call.Receiver.End!, SymbolEqualityComparer.Default) && reader.FrameOf(call.Target, cancellation) is { Signals.Count: > 0 })
            || WaitsForOwnEvent(waiter, signaller, cancellation);
    }

    /// <summary>
    /// An event of the program's own: <c>await _isTurn.WaitAsync();</c> here, <c>_isTurn.Set();</c> behind the access there, which completes the task that the first asks for.
    /// What gives a result as well, a queue, is none.
    /// </summary>
    private bool WaitsForOwnEvent(Context waiter, Context signaller, CancellationToken cancellation)
    {
        var set = signaller.LinksOfItsThread
            .SelectMany(static link => link.Frame.Calls.Where(call => call.Syntax.SpanStart > link.Site.Syntax.SpanStart && NameOf(call.Receiver) is not null))
            .Select(call => (Event: NameOf(call.Receiver), Completed: CompletedBy(call, cancellation))).Where(static one => !one.Completed.IsEmpty).ToList();
        return set.Count > 0 && waiter.LinksOfItsThread
            .SelectMany(static link => link.Frame.Calls.Where(call => call.Syntax.SpanStart < link.Site.Syntax.SpanStart && IsMereWait(call.Target)))
            .Any(call => set.Exists(one => SymbolEqualityComparer.Default.Equals(one.Event, NameOf(call.Receiver)) && MentionsOneOf(one.Completed, call.Target, MaxHelperDepth, cancellation)));
    }

    /// <summary>The events in an array or list have one name.</summary>
    private static ISymbol? NameOf(MemoryPath receiver) => receiver.IsUnknown ? null : receiver.Depth > 0 ? receiver.Holder : receiver.End;

    private static bool IsMereWait(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true };

    /// <summary>The fields of the receiver that hold what the method completes.</summary>
    private ImmutableArray<ISymbol> CompletedBy(CallSite call, CancellationToken cancellation) =>
        reader.FrameOf(call.Target, cancellation) is { Signals: { Count: > 0 } signals }
            ? [.. signals.Where(static signal => signal.Signal is { Root: PathRoot.This, Members: 1, End: IFieldSymbol { Type.Name: "TaskCompletionSource" } }).Select(static signal => signal.Signal.End!)]
            : [];

    private bool MentionsOneOf(ImmutableArray<ISymbol> fields, IMethodSymbol method, int depth, CancellationToken cancellation) =>
        reader.FrameOf(method, cancellation) is { } frame
        && (frame.Accesses.Any(access => fields.Contains(access.Memory.Symbol, SymbolEqualityComparer.Default))
            || (depth > 1 && frame.Calls.Any(call => call.Receiver.Equals(MemoryPath.This) && MentionsOneOf(fields, call.Target, depth - 1, cancellation))));

    private static bool IsOnMember(CallSite call) => !call.Receiver.IsUnknown && !call.Receiver.Steps.IsEmpty;

    /// <summary>One side waits, before its access, for the task in a field that stands for the work of the other: <c>if (_sending is { } sending) await sending;</c></summary>
    private static bool WaitsForTask(Context waiter, Context worker)
    {
        var tasks = new List<ISymbol>();
        for (var link = worker; link is not null; link = link.Inner)
            tasks.AddRange(link.Handle.Paths.Select(static path => path.End).OfType<IFieldSymbol>());
        return tasks.Count > 0 && waiter.LinksOfItsThread.Any(link => link.Frame.Joins
            .Where(join => join.Syntax.SpanStart < link.Site.Syntax.SpanStart)
            .SelectMany(join => NamesOf(join.Handle, link.Frame))
            .Any(name => tasks.Contains(name, SymbolEqualityComparer.Default)));
    }

    /// <summary>The variable that is waited for, and the one that it was taken from.</summary>
    private static IEnumerable<ISymbol?> NamesOf(MemoryPath handle, Frame frame) =>
        frame.Aliases.Where(alias => alias.Also.Paths.Any(path => path.Equals(handle))).Select(static alias => alias.Path.End).Append(handle.End);

    /// <summary>
    /// <c>async Task RunAfter(Task before) { await before; … }</c>: a caller that passes the task of the call before makes a queue of them.
    /// </summary>
    private static bool WaitsForWhatItIsGiven(Context way) => way.LinksOfItsThread.Any(static link =>
        link.Frame.Method is { MethodKind: not MethodKind.AnonymousFunction }
        && link.Frame.Joins.Any(join => join.Handle is { Root: PathRoot.Parameter, Steps.IsEmpty: true } && join.Syntax.SpanStart < link.Site.Syntax.SpanStart));

    /// <summary>
    /// One side waits, before its access, for the end of an object like the one that raises the other's event, <c>_process.WaitForExit()</c>: when that is over, so are
    /// the handlers. Which of several objects it is, the names of two frames do not say.
    /// </summary>
    private static bool WaitsForWhatRaises(Context waiter, Context handler) =>
        handler.Spawn is { KeptOn: { IsUnknown: false } raiser } && raiser.End is { } raising && TypeOf(raising) is { } type
        && waiter.LinksOfItsThread.Any(link => AwaitedBefore(link).Any(awaited => SymbolEqualityComparer.Default.Equals(TypeOf(awaited), type)));

    private static ITypeSymbol? TypeOf(ISymbol variable) => variable switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    private static IEnumerable<ISymbol> AwaitedBefore(Context link)
    {
        var place = link.Site.Syntax.SpanStart;
        var waits = link.Frame.Waits.Where(wait => wait.Syntax.SpanStart < place).Select(static wait => wait.Signal)
            .Concat(link.Frame.Joins.Where(join => join.Syntax.SpanStart < place).Select(static join => join.Handle));
        return waits.Select(static path => path.End).OfType<ISymbol>();
    }

    /// <summary>What the methods wait for that the frame calls before it comes to the site: <c>Dispose() { Disconnect(); … }</c>.</summary>
    private IEnumerable<ISymbol> AwaitedByCalls(Context link, CancellationToken cancellation) =>
        link.Frame.Calls.Where(call => call.Syntax.Span.End <= link.Site.Syntax.SpanStart).SelectMany(call => AwaitedIn(call, MaxHelperDepth, cancellation));

    private IEnumerable<ISymbol> AwaitedIn(CallSite call, int depth, CancellationToken cancellation)
    {
        if (reader.FrameOf(call.Target, cancellation) is not { } callee)
            return [];

        var names = Names.Of(callee, call);
        var own = callee.Waits.Select(wait => names.See(wait.Signal)?.End).OfType<ISymbol>();
        return depth == 1 ? own : own.Concat(callee.Calls.SelectMany(further => AwaitedIn(further, depth - 1, cancellation)));
    }

    private LockSet HelpersLocks(Context way, CancellationToken cancellation)
    {
        var locks = LockSet.Empty;
        for (var link = Innermost(way); link is not null; link = link == way ? null : Outside(link, way))
        {
            locks = locks.With(TakenBefore(link.Site, cancellation));
            if (link is { IsApart: true, IsAlone: false })
                break;
        }

        return locks;
    }

    private LockSet TakenBefore(Site place, CancellationToken cancellation)
    {
        var site = place.Syntax;
        var locks = LockSet.Empty;
        foreach (var call in place.Frame.Calls)
        {
            if (call.IsDisposal || call.Syntax.SpanStart >= site.SpanStart || call.Syntax.Span.Contains(site.Span) || UsingScopes.EndsBefore(call.Syntax, site))
                continue;
            locks = locks.With(KeptBy(call, MaxHelperDepth, cancellation));
        }

        return locks;
    }

    private LockSet KeptBy(CallSite call, int depth, CancellationToken cancellation)
    {
        var kept = LockSet.Empty;
        foreach (var target in call.Target.IsAbstract ? implementations.AllOf(call.Target, cancellation) : [call.Target])
        {
            if (reader.FrameOf(target, cancellation) is not { } callee)
                continue;

            var names = Names.Of(callee, call);
            kept = kept.With(LockSet.Of(callee.LeavesHeld.Select(held => held.At(names.See(held.Path) ?? MemoryPath.Unknown))));
            if (depth == 1)
                continue;
            foreach (var further in callee.Calls)
                kept = kept.With(KeptBy(further, depth - 1, cancellation).Select(held => held.At(names.See(held.Path) ?? MemoryPath.Unknown)));
        }

        return kept;
    }

    private static Context Innermost(Context way) => way.Inner is { } inner ? Innermost(inner) : way;

    private static Context? Outside(Context link, Context way)
    {
        for (var outer = way; outer is not null; outer = outer.Inner)
        {
            if (outer.Inner == link)
                return outer;
        }

        return null;
    }
}
