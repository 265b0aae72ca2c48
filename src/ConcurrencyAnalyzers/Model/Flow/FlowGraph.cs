using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>Order inside one frame: Roslyn's control-flow graph, asked what can come after what.</summary>
/// <remarks>
/// Exceptions are followed only from the start of a <c>try</c> into its handlers: an order that holds unless something throws is an order.
/// <c>finally</c> blocks are walked through on every way out.
/// </remarks>
internal sealed class FlowGraph
{
    private readonly ControlFlowGraph _graph;
    private readonly List<int>[] _successors;
    private readonly HashSet<(int From, int To)> _handled;
    private readonly Dictionary<SyntaxNode, FlowPosition> _positions = [];
    private readonly Dictionary<SyntaxNode, FlowPosition> _disposals = [];

    public FlowGraph(ControlFlowGraph graph)
    {
        _graph = graph;
        _successors = FlowEdges.Of(graph, out _handled);
        foreach (var block in graph.Blocks)
        {
            for (var i = 0; i < block.Operations.Length; i++)
                Place(block.Operations[i], block.Ordinal, i);
            if (block.BranchValue is { } value)
                Place(value, block.Ordinal, block.Operations.Length);
        }
    }

    public ControlFlowGraph Graph => _graph;

    public FlowPosition Entry => new(0, 0, 0);

    public IReadOnlyList<int> SuccessorsOf(int block) => _successors[block];

    /// <summary>Where <paramref name="syntax"/>, or else the nearest construct around it, is evaluated.</summary>
    public FlowPosition? PositionOf(SyntaxNode syntax)
    {
        for (var node = syntax; node is not null; node = node.Parent)
        {
            if (_positions.TryGetValue(node, out var position))
                return position;
        }

        return null;
    }

    /// <summary>Where the resource that a <c>using</c> declares at <paramref name="syntax"/> is disposed of.</summary>
    public FlowPosition? DisposalOf(SyntaxNode syntax) => _disposals.TryGetValue(syntax, out var position) ? position : null;

    /// <summary>Where exactly <paramref name="syntax"/> is evaluated; null if the graph does not have it.</summary>
    public FlowPosition? ExactPositionOf(SyntaxNode syntax) => _positions.TryGetValue(syntax, out var position) ? position : null;

    /// <summary>Whether some way leads from after <paramref name="from"/> to <paramref name="to"/> without passing one of <paramref name="barriers"/>.</summary>
    public bool Reaches(FlowPosition from, FlowPosition to, IReadOnlyList<FlowPosition> barriers) => Search(from, to, barriers);

    /// <summary>Whether some way leads from after <paramref name="from"/> out of the frame without passing one of <paramref name="barriers"/>.</summary>
    public bool Leaves(FlowPosition from, IReadOnlyList<FlowPosition> barriers) => Search(from, null, barriers);

    private bool Search(FlowPosition from, FlowPosition? to, IReadOnlyList<FlowPosition> barriers)
    {
        var seen = new bool[_graph.Blocks.Length];
        var pending = new Stack<int>();

        // The rest of the first block, then whole blocks. The first block is walked again from its start if a loop leads back to it.
        if (Walk(from.Block, from, out var arrived))
            Push(from.Block, isPastStart: true);
        if (arrived)
            return true;

        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (Walk(block, null, out arrived))
                Push(block, isPastStart: false);
            if (arrived)
                return true;
        }

        return false;

        void Push(int block, bool isPastStart)
        {
            foreach (var next in _successors[block])
            {
                if (!seen[next] && !(isPastStart && _handled.Contains((block, next))))
                {
                    seen[next] = true;
                    pending.Push(next);
                }
            }
        }

        // True if the end of the block is reached.
        bool Walk(int block, FlowPosition? after, out bool found)
        {
            FlowPosition? barrier = null;
            foreach (var one in barriers)
            {
                if (one.Block == block && (after is null || one.CompareTo(after.Value) > 0) && (barrier is null || one.CompareTo(barrier.Value) < 0))
                    barrier = one;
            }

            found = to is { } target
                ? target.Block == block && (after is null || target.CompareTo(after.Value) > 0) && (barrier is null || target.CompareTo(barrier.Value) <= 0)
                : block == _graph.Blocks.Length - 1;
            return barrier is null;
        }
    }

    /// <summary>The graph has a way around the call for a resource that is null; past the <c>finally</c> the resource is gone either way.</summary>
    private FlowPosition StartOfFinally(int block)
    {
        for (var region = _graph.Blocks[block].EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Finally)
                return new FlowPosition(region.FirstBlockOrdinal, 0, 0);
        }

        return new FlowPosition(block, 0, 0);
    }

    private void Place(IOperation operation, int block, int index)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (part is IInvocationOperation { IsImplicit: true, TargetMethod.Name: "Dispose" or "DisposeAsync" })
                _disposals[part.Syntax] = StartOfFinally(block);
            if (!_positions.ContainsKey(part.Syntax))
                _positions.Add(part.Syntax, new FlowPosition(block, index, part.Syntax.Span.End));
        }
    }
}
