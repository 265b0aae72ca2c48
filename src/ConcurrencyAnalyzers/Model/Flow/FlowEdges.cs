using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>The edges of a graph, <c>finally</c> blocks and entries of handlers included.</summary>
internal static class FlowEdges
{
    /// <param name="graph">The graph.</param>
    /// <param name="handled">Of the edges, those from where a <c>try</c> starts into its handlers: nobody takes them who is further on.</param>
    public static List<int>[] Of(ControlFlowGraph graph, out HashSet<(int From, int To)> handled)
    {
        var edges = new List<int>[graph.Blocks.Length];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = [];

        foreach (var block in graph.Blocks)
        {
            Add(edges, graph, block.FallThroughSuccessor);
            Add(edges, graph, block.ConditionalSuccessor);
        }

        handled = [];
        AddHandlers(handled, graph.Root);
        foreach (var (from, to) in handled)
            edges[from].Add(to);
        return edges;
    }

    private static void Add(List<int>[] edges, ControlFlowGraph graph, ControlFlowBranch? branch)
    {
        if (branch is null)
            return;

        var from = branch.Source.Ordinal;
        foreach (var region in branch.FinallyRegions)
        {
            edges[from].Add(region.FirstBlockOrdinal);
            from = region.LastBlockOrdinal;
        }

        if (branch.Destination is { } destination)
            edges[from].Add(destination.Ordinal);
    }

    private static void AddHandlers(HashSet<(int From, int To)> handled, ControlFlowRegion region)
    {
        if (region.Kind == ControlFlowRegionKind.TryAndCatch)
        {
            var guarded = region.NestedRegions[0];
            foreach (var handler in region.NestedRegions.Skip(1))
                handled.Add((guarded.FirstBlockOrdinal, handler.FirstBlockOrdinal));
        }

        foreach (var nested in region.NestedRegions)
            AddHandlers(handled, nested);
    }
}
