using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Threads that a lambda makes for a query, <c>Select(n =&gt; new Thread(Work)).ToList()</c>, are the elements of what the query gives.</summary>
internal static class QueriedThreads
{
    /// <returns>
    /// The same thread as the frame around the lambda has it; null where the lambda does more with it than to make and start it, and where the query
    /// was not copied into a collection and something is joined: each walk over it makes other threads.
    /// </returns>
    public static ThreadSite? Lift(ThreadSite thread, BodyReader reader, CancellationToken cancellation)
    {
        var frame = thread.Frame;
        var handle = Lifetimes.Everywhere(thread.Handle, frame);
        if (frame.Parent is not { } outer || !handle.Returned || handle.Escapes || handle.Joined || handle.Paths.Any(static path => path.Root != PathRoot.Local)
            || outer.Delegates.FirstOrDefault(use => IsOf(use, frame)) is not { Handle: { Escapes: false, Returned: false, Paths.IsEmpty: false } kept } query
            || !kept.Paths.All(path => Lifetimes.IsCollection(path) || !outer.Joins.Any(join => join.Handle.IsPartOf(path))))
        {
            return null;
        }

        bool IsMeant(MemoryPath path) => handle.Paths.Any(one => one.IsPartOf(path) || path.IsPartOf(one));
        var passed = frame.Passes.Where(pass => IsMeant(pass.Handle)).Select(pass => ThreadHandling.Of(pass, reader, cancellation)).ToList();
        if (frame.Joins.Any(join => IsMeant(join.Handle)) || passed.Any(static one => one.IsLost || one.Waits.Count > 0))
            return null;

        var isStarted = frame.Starts.Any(start => IsMeant(start.Handle)) || passed.Any(static one => one.Starts.Count > 0);
        return new ThreadSite(outer, thread.Syntax, new Handle
        {
            Paths = [.. kept.Paths.Select(static path => path.Then(PathStep.Element(ElementIndex.Any)))],
            Started = isStarted && kept.Paths.Any(Lifetimes.IsCollection) ? query.Syntax : null,
        })
        {
            Work = thread.Work,
            WorkText = thread.WorkText,
            IsBackground = thread.IsBackground || frame.Backgrounds.Any(background => IsMeant(background.Handle)) || passed.Any(static one => one.IsBackground),
        };
    }

    private static bool IsOf(DelegateUse use, Frame lambda) =>
        use is { Fate: DelegateFate.Called, Deferred: true } && use.Source.Method is { } method && SymbolEqualityComparer.Default.Equals(method, lambda.Method);
}
