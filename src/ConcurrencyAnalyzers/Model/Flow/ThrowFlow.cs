using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>The second view of a frame's graph: where an exception leads that is thrown at a given place.</summary>
/// <remarks>
/// <see cref="FlowGraph"/> leaves these ways out, because an order that holds unless something throws is an order. Whether work is waited for
/// when something does throw is another question, and only this view answers it. Which places throw is said by the caller.
/// <code>
///   try { throws } finally { … }    through the finally block, then on to the handlers outside
///   try { throws } catch { … }      into each handler, and past them unless one takes every exception
/// </code>
/// </remarks>
internal sealed class ThrowFlow(FlowGraph graph)
{
    private readonly ControlFlowGraph _graph = graph.Graph;

    /// <summary>Whether an exception at <paramref name="thrown"/> leads out of the frame without passing one of <paramref name="barriers"/>.</summary>
    /// <param name="thrown">Where it is thrown.</param>
    /// <param name="barriers">What it may pass on its way, in a <c>finally</c> block, a handler or after it.</param>
    /// <param name="isExpected">It is one that the nearest handlers are there for: it goes no further than to them.</param>
    /// <param name="uncaughtCounts">Whether leaving the frame by the exception itself counts; from <c>Main</c> it ends the program.</param>
    public bool Leaves(FlowPosition thrown, IReadOnlyList<FlowPosition> barriers, bool isExpected, bool uncaughtCounts)
    {
        var seen = new HashSet<Step>();
        var pending = new Stack<Step>();
        if (Unwind(_graph.Blocks[thrown.Block].EnclosingRegion, isExpected))
            return true;

        while (pending.Count > 0)
        {
            var step = pending.Pop();
            if (barriers.Any(barrier => barrier.Block == step.Block))
                continue;

            var block = _graph.Blocks[step.Block];
            if (block.Kind == BasicBlockKind.Exit)
                return true;

            var semantics = block.FallThroughSuccessor?.Semantics ?? ControlFlowBranchSemantics.None;
            if (semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
            {
                if (Unwind(block.EnclosingRegion, endsAtHandlers: false))
                    return true;
            }
            else if (step.IsUnwinding && semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                if (Unwind(FinallyAround(block).EnclosingRegion, isExpected))
                    return true;
            }

            // The conditional way of a block that ends by throwing or unwinding goes on inside.
            foreach (var next in graph.SuccessorsOf(step.Block))
            {
                if (!step.IsUnwinding || FinallyAround(block) is { } around && next >= around.FirstBlockOrdinal && next <= around.LastBlockOrdinal)
                    Push(new Step(next, step.IsUnwinding));
            }
        }

        return false;

        void Push(Step step)
        {
            if (seen.Add(step))
                pending.Push(step);
        }

        // True if the exception leaves the frame.
        bool Unwind(ControlFlowRegion? region, bool endsAtHandlers)
        {
            for (; region?.EnclosingRegion is { } around; region = around)
            {
                if (region.Kind != ControlFlowRegionKind.Try)
                    continue;

                if (around.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    Push(new Step(around.NestedRegions[1].FirstBlockOrdinal, IsUnwinding: true));
                    return false;
                }

                foreach (var handler in around.NestedRegions.Skip(1))
                    Push(new Step(handler.FirstBlockOrdinal, IsUnwinding: false));
                if (endsAtHandlers || around.NestedRegions.Skip(1).Any(TakesAll))
                    return false;
            }

            return uncaughtCounts;
        }
    }

    private static bool TakesAll(ControlFlowRegion handler) =>
        handler.Kind == ControlFlowRegionKind.Catch
        && handler.ExceptionType is null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" };

    private static ControlFlowRegion FinallyAround(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region.Kind != ControlFlowRegionKind.Finally && region.EnclosingRegion is { } around)
            region = around;
        return region;
    }

    private readonly record struct Step(int Block, bool IsUnwinding);
}
