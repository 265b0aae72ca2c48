using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Orders and locks that the plain comparison of two ways does not see: signals between the threads, and locks that helpers leave taken.</summary>
internal sealed class Signals(BodyReader reader)
{
    private const int MaxHelperDepth = 2;

    /// <summary>One side waits, before its access, for what the other signals: which comes first is then up to the signal.</summary>
    public static bool MayOrder(Context one, Context two) =>
        WaitsFor(one, two) || WaitsFor(two, one) || WaitsForTask(one, two) || WaitsForTask(two, one) || WaitsForWhatItIsGiven(one) || WaitsForWhatItIsGiven(two);

    /// <summary>Whether both sides hold a lock that a helper took for them and kept: <c>Enter()</c>, <c>using (await _lock.LockAsync())</c>.</summary>
    public bool ShareHelpersLock(Context one, Context two, CancellationToken cancellation)
    {
        var mine = one.Locks.With(HelpersLocks(one, cancellation));
        var theirs = two.Locks.With(HelpersLocks(two, cancellation));
        return mine.MayExclude(theirs);
    }

    private static bool WaitsFor(Context waiter, Context signaller)
    {
        var signals = Links(signaller).SelectMany(static link => link.Frame.Signals).Select(static signal => NameOf(signal.Signal)).OfType<ISymbol>().ToList();
        return signals.Count > 0 && Links(waiter).Any(link => AwaitedBefore(link).Any(name => signals.Contains(name, SymbolEqualityComparer.Default)));
    }

    /// <summary>One side waits, before its access, for the task in a field that stands for the work of the other: <c>if (_sending is { } sending) await sending;</c></summary>
    private static bool WaitsForTask(Context waiter, Context worker)
    {
        var tasks = new List<ISymbol>();
        for (var link = worker; link is not null; link = link.Inner)
            tasks.AddRange(link.Handle.Paths.Select(NameOf).OfType<IFieldSymbol>());
        return tasks.Count > 0 && Links(waiter).Any(link => link.Frame.Joins
            .Where(join => join.Syntax.SpanStart < link.Site.Syntax.SpanStart)
            .SelectMany(join => NamesOf(join.Handle, link.Frame))
            .Any(name => tasks.Contains(name, SymbolEqualityComparer.Default)));
    }

    /// <summary>The variable that is waited for, and the one that it was taken from.</summary>
    private static IEnumerable<ISymbol?> NamesOf(MemoryPath handle, Frame frame) =>
        frame.Aliases.Where(alias => alias.Also.Paths.Any(path => path.Equals(handle))).Select(static alias => NameOf(alias.Path)).Append(NameOf(handle));

    /// <summary>
    /// <c>async Task RunAfter(Task before) { await before; … }</c>: a caller that passes the task of the call before makes a queue of them.
    /// </summary>
    private static bool WaitsForWhatItIsGiven(Context way) => Links(way).Any(static link =>
        link.Frame.Method is { MethodKind: not MethodKind.AnonymousFunction }
        && link.Frame.Joins.Any(join => join.Handle is { Root: PathRoot.Parameter, Steps.IsEmpty: true } && join.Syntax.SpanStart < link.Site.Syntax.SpanStart));

    private static IEnumerable<ISymbol> AwaitedBefore(Context link)
    {
        var place = link.Site.Syntax.SpanStart;
        var waits = link.Frame.Waits.Where(wait => wait.Syntax.SpanStart < place).Select(static wait => wait.Signal)
            .Concat(link.Frame.Joins.Where(join => join.Syntax.SpanStart < place).Select(static join => join.Handle));
        return waits.Select(NameOf).OfType<ISymbol>();
    }

    private static ISymbol? NameOf(MemoryPath path) => path.Steps.IsEmpty ? path.Variable : path.Steps[path.Steps.Length - 1].Symbol;

    private LockSet HelpersLocks(Context way, CancellationToken cancellation)
    {
        var locks = LockSet.Empty;
        for (var link = Innermost(way); link is not null; link = link == way ? null : Outside(link, way))
        {
            locks = locks.With(TakenBefore(link, cancellation));
            if (link is { IsApart: true, IsAlone: false })
                break;
        }

        return locks;
    }

    private LockSet TakenBefore(Context link, CancellationToken cancellation)
    {
        var site = link.Site.Syntax;
        var locks = LockSet.Empty;
        foreach (var call in link.Frame.Calls)
        {
            if (call.IsDisposal || call.Syntax.SpanStart >= site.SpanStart || call.Syntax.Span.Contains(site.Span) || UsingScopes.EndsBefore(call.Syntax, site))
                continue;
            locks = locks.With(KeptBy(call, MaxHelperDepth, cancellation));
        }

        return locks;
    }

    private LockSet KeptBy(CallSite call, int depth, CancellationToken cancellation)
    {
        if (reader.FrameOf(call.Target, cancellation) is not { } callee)
            return LockSet.Empty;

        var names = Names.Of(callee, call);
        var kept = LockSet.Of(callee.LeavesHeld.Select(held => held.At(names.See(held.Path) ?? MemoryPath.Unknown)));
        if (depth > 1)
        {
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

    private static IEnumerable<Context> Links(Context way)
    {
        for (var link = way.OnItsThread; link is not null; link = link.Inner)
            yield return link;
    }
}
