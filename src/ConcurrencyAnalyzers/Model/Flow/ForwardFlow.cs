namespace ConcurrencyAnalyzers.Model.Flow;

/// <summary>A small worklist solver: what is true at the start of each block, given what is true at the start of the frame.</summary>
/// <typeparam name="T">A fact; joins must only ever move it one way, so that the loop ends.</typeparam>
internal static class ForwardFlow
{
    /// <param name="graph">The frame.</param>
    /// <param name="entry">What holds at its start.</param>
    /// <param name="transfer">Block, successor and the fact at the start of the block to the fact on that edge.</param>
    /// <param name="join">What holds where two ways meet.</param>
    /// <returns>By block; null for blocks that nothing leads to.</returns>
    public static T?[] Solve<T>(FlowGraph graph, T entry, Func<int, int, T, T> transfer, Func<T, T, T> join)
        where T : class, IEquatable<T>
    {
        var atStart = new T?[graph.Graph.Blocks.Length];
        atStart[0] = entry;
        var pending = new Queue<int>();
        pending.Enqueue(0);
        while (pending.Count > 0)
        {
            var block = pending.Dequeue();
            foreach (var next in graph.SuccessorsOf(block))
            {
                var arriving = transfer(block, next, atStart[block]!);
                var joined = atStart[next] is { } known ? join(known, arriving) : arriving;
                if (atStart[next] is { } before && before.Equals(joined))
                    continue;

                atStart[next] = joined;
                pending.Enqueue(next);
            }
        }

        return atStart;
    }
}
