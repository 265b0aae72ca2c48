using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What comes before a thread begins that was made elsewhere.</summary>
internal sealed partial class Concurrency
{
    /// <summary>
    /// <c>Start() { _rounds = 0; _worker.Start(); }</c>: a thread that the constructor made begins once, and whoever goes on to begin it comes before.
    /// </summary>
    private bool IsBeforeStart(DelegateUse spawn, Handle handle, Context user, CancellationToken cancellation)
    {
        if (!spawn.AtStart || handle.Paths.IsEmpty || Lifetimes.IsStarted(spawn))
            return false;

        var starts = lifetimes.StartsOf([.. handle.Paths], user.Frame, cancellation).ToList();
        if (starts.Count == 0 || reader.GraphOf(user.Frame, cancellation) is not { } graph || graph.PositionOf(user.Begin) is not { } place)
            return false;
        var begun = starts.Select(graph.PositionOf).OfType<FlowPosition>().ToList();
        return begun.Count > 0 && !graph.Leaves(place, begun) && !begun.Exists(start => graph.Reaches(start, place, []));
    }
}
