using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Who makes a write, and what keeps others out meanwhile, as far as its callers tell.</summary>
internal sealed class WriteGuards(ContextFinder contexts, AssertedLocks asserted)
{
    private static readonly string[] s_lockWords = ["Enter", "TryEnter", "Lock", "TryLock", "Acquire", "TryAcquire"];

    /// <summary>The locks that every known way to <paramref name="access"/> holds there. Errs towards more: callers that are not known may hold them too.</summary>
    public ImmutableArray<HeldLock> HeldAlways(Access access, CancellationToken cancellation)
    {
        ImmutableArray<HeldLock>? always = null;
        foreach (var end in EndsOf(contexts.ContextsOf(access, cancellation)))
            always = always is null ? end.Locks.Held : always.Value.RemoveAll(held => !end.Locks.Held.Any(other => IsSame(held, other)));
        return always ?? access.Locks.Held;
    }

    /// <summary>Whether one lock keeps all of <paramref name="accesses"/> apart.</summary>
    public bool HaveOneLock(IReadOnlyCollection<Access> accesses, CancellationToken cancellation)
    {
        List<HeldLock>? common = null;
        foreach (var access in accesses)
        {
            var held = HeldAlways(access, cancellation).Where(static one => one.Mode == LockMode.Exclusive);
            common = common is null ? [.. held] : [.. common.Where(one => held.Any(other => IsSame(one, other)))];
            if (common.Count == 0)
                return false;
        }

        return common is not null;
    }

    /// <summary>
    /// Whether only one thread can come to <paramref name="accesses"/>: one that is started at one place, that of the user interface, or that of
    /// <c>Main</c>. That somebody may start a second one is no evidence. What somebody outside may call is no proof, and what the search did not find neither.
    /// </summary>
    public bool HaveOneThread(IReadOnlyCollection<Access> accesses, CancellationToken cancellation)
    {
        object? thread = null;
        foreach (var access in accesses)
        {
            var ways = contexts.ContextsOf(access, cancellation);
            if (ways.Cause != UnknownCause.None || ways.Contexts.Any(static way => way.BesideItself))
                return false;

            foreach (var end in EndsOf(ways))
            {
                if (ThreadOf(end, ways) is not { } own || (thread ??= own) != own)
                    return false;
            }
        }

        return thread is not null;
    }

    /// <summary>
    /// Whether every known way to <paramref name="access"/> comes through a constructor or initializer of the object, on the thread that makes it. Errs
    /// towards yes where some callers are not known.
    /// </summary>
    public bool IsOnlyMaking(Access access, CancellationToken cancellation)
    {
        if (access.Frame.Body.IsConstructing && access.Frame.Parent is null)
            return true;

        return EndsOf(contexts.ContextsOf(access, cancellation)).All(IsThroughMaking);
    }

    private static bool IsThroughMaking(Context end)
    {
        for (var link = end; link is not null; link = link.Inner)
        {
            if (link is { Frame: { Body.IsConstructing: true, Parent: null }, Path.Root: PathRoot.This or PathRoot.Static, Spawn: null, AsyncCall: null })
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether some way to <paramref name="access"/> shows a lock that no table knows: a method of the program that takes one, <c>Locks.Enter(this)</c>, a
    /// check that one is held, or a name that says so, <c>AddInsideLock</c>.
    /// </summary>
    public bool MayHoldUnknownLock(Access access, CancellationToken cancellation) =>
        contexts.ContextsOf(access, cancellation).Contexts.Any(way => SaysLock(way.Frame)) || SaysLock(access.Frame);

    private bool SaysLock(Frame frame) =>
        (frame.Method?.Name.IndexOf("Lock", StringComparison.Ordinal) ?? -1) >= 0
        || frame.Calls.Any(static call => call.Target.MethodKind == MethodKind.Ordinary && s_lockWords.Any(word => call.Target.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        || asserted.AreIn(frame);

    /// <summary>The upper ends of all ways: what no other way goes on from. A way that a delegate is handed on by has its link in other words.</summary>
    public static IEnumerable<Context> EndsOf(ContextSet ways)
    {
        var inner = new HashSet<(Frame, Site, Context?)>(ways.Contexts.Select(static way => way.Inner).OfType<Context>().Select(static link => (link.Frame, link.Site, link.Inner)));
        return ways.Contexts.Where(way => !inner.Contains((way.Frame, way.Site, way.Inner)));
    }

    private static object? ThreadOf(Context end, ContextSet ways)
    {
        var kinds = ways.Tops.Where(top => top.Context == end).Select(static top => top.Kind).ToList();
        if (end.Spawn is { Many: false } spawn)
            return spawn.Syntax.Ancestors().TakeWhile(outer => outer != spawn.Frame.Syntax).Any(Loops.IsLoop) ? null : spawn;

        return end.Spawn is not null || end.AsyncCall is not null || kinds.Count == 0 || kinds.Contains(TopKind.External) ? null
            : kinds[0];
    }

    /// <summary>One lock by name: the same variable, or the same object.</summary>
    private static bool IsSame(HeldLock one, HeldLock other) => one.MayExclude(other);
}
