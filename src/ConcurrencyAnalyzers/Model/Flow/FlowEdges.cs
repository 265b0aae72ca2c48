using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>The edges of a graph, <c>finally</c> blocks and entries of handlers included.</summary>
internal static class FlowEdges
{
    public static List<int>[] Of(ControlFlowGraph graph)
    {
        var edges = new List<int>[graph.Blocks.Length];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = [];

        foreach (var block in graph.Blocks)
        {
            Add(edges, graph, block.FallThroughSuccessor);
            Add(edges, graph, block.ConditionalSuccessor);
        }

        AddHandlers(edges, graph.Root);
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

    private static void AddHandlers(List<int>[] edges, ControlFlowRegion region)
    {
        if (region.Kind == ControlFlowRegionKind.TryAndCatch)
        {
            var guarded = region.NestedRegions[0];
            foreach (var handler in region.NestedRegions.Skip(1))
                edges[guarded.FirstBlockOrdinal].Add(handler.FirstBlockOrdinal);
        }

        foreach (var nested in region.NestedRegions)
            AddHandlers(edges, nested);
    }
}
