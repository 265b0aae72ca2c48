using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Model;

/// <summary>What the model has done, for tests that bound its work. Any thread may count and read.</summary>
internal sealed class ModelCounters
{
    private readonly ConcurrentDictionary<SyntaxTree, int> _bodies = new();
    private int _trees;
    private long _searched;
    private long _compared;

    /// <summary>Member bodies that were bound and summarized, each once.</summary>
    public int BodiesBound => _bodies.Values.Sum();

    /// <summary>Trees whose names were read for this model; those of an earlier compilation still have theirs.</summary>
    public int TreesIndexed => Volatile.Read(ref _trees);

    /// <summary>Of <see cref="BodiesBound"/>, those of one file.</summary>
    public int BodiesBoundIn(SyntaxTree tree) => _bodies.TryGetValue(tree, out var count) ? count : 0;

    /// <summary>Files that were looked into for a name, each time.</summary>
    public long TreesSearched => Interlocked.Read(ref _searched);

    /// <summary>Pairs of ways to one variable that were compared in a frame where they meet.</summary>
    public long WaysCompared => Interlocked.Read(ref _compared);

    internal void CountBody(SyntaxTree tree) => _bodies.AddOrUpdate(tree, 1, static (_, count) => count + 1);

    internal void CountTree() => Interlocked.Increment(ref _trees);

    internal void CountSearch() => Interlocked.Increment(ref _searched);

    internal void CountComparison() => Interlocked.Increment(ref _compared);
}
