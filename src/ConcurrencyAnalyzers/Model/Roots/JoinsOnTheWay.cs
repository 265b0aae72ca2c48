using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether a way waits for a thread before it comes to its access, in a method that it goes through.</summary>
/// <remarks>
/// A join in the frame where two ways meet is a barrier of that frame. This one stands further in:
/// <code>
///   Run      Start(); Stop();
///    Start   _worker = new Thread(Count); _worker.Start();
///    Stop    _worker.Join(); _count++;                        both in one call: to Run the two are one place
/// </code>
/// </remarks>
internal sealed class JoinsOnTheWay(BodyReader reader, Lifetimes lifetimes)
{
    /// <summary>How many calls in a row are looked into.</summary>
    private const int MaxCalls = 3;

    public bool Has(Context first, Context next, CancellationToken cancellation) => Has(Lifetimes.Everywhere(first.Handle, first.Frame).Paths, next, cancellation);

    /// <param name="handles">What the thread is known by, in the names of the frame that <paramref name="next"/> begins in.</param>
    /// <param name="next">A way to an access.</param>
    /// <param name="cancellation">Ends the search.</param>
    public bool Has(IReadOnlyCollection<MemoryPath> handles, Context next, CancellationToken cancellation)
    {
        if (handles.Count == 0)
            return false;

        Func<MemoryPath, MemoryPath?> see = static path => path;
        var link = next;
        for (var calls = 0; calls < MaxCalls && link is { Inner: { } inner, Site: CallSite call }; calls++)
        {
            var (outer, names) = (see, Names.Of(inner.Frame, call));
            see = path => names.See(path) is { IsUnknown: false } seen ? outer(seen) : null;
            if (IsBehindJoin(inner, path => IsOne(see(path)), cancellation))
                return true;
            link = inner;
        }

        return false;

        bool IsOne(MemoryPath? joined) => joined is not null && handles.Any(handle => handle.IsPartOf(joined) || joined.IsPartOf(handle));
    }

    private bool IsBehindJoin(Context way, Func<MemoryPath, bool> isOurs, CancellationToken cancellation)
    {
        var joins = lifetimes.JoinsOf(isOurs, way.Frame, depth: 2, cancellation);
        if (joins.Count == 0 || reader.GraphOf(way.Frame, cancellation) is not { } graph || graph.PositionOf(way.Begin) is not { } place)
            return false;
        return !graph.Reaches(graph.Entry, place, lifetimes.Positions(joins, graph, way.Frame.Syntax));
    }
}
