using System.Collections.Concurrent;

namespace ConcurrencyAnalyzers.Model;

/// <summary>What the model has done, for tests that bound its work. Any thread may count and read.</summary>
internal sealed class ModelCounters
{
    // How often the body of a member was read from its first operation to its last; 0 where only a part of it was asked for.
    private readonly ConcurrentDictionary<SyntaxNode, int> _passes = new();
    private int _trees;
    private long _searched;
    private long _compared;

    /// <summary>Members whose bodies were bound, each counted once.</summary>
    public int BodiesBound => _passes.Count;

    /// <summary>How often bodies were bound: as often as there are <see cref="BodiesBound"/>, unless two threads have asked for one at the same time.</summary>
    public int BodyPasses => _passes.Values.Sum(static passes => Math.Max(1, passes));

    /// <summary>Trees whose names were read for this model; those of an earlier compilation still have theirs.</summary>
    public int TreesIndexed => Volatile.Read(ref _trees);

    /// <summary>Of <see cref="BodiesBound"/>, those of one file.</summary>
    public int BodiesBoundIn(SyntaxTree tree) => _passes.Keys.Count(member => member.SyntaxTree == tree);

    /// <summary>Files that were looked into for a name, each time.</summary>
    public long TreesSearched => Interlocked.Read(ref _searched);

    /// <summary>Pairs of ways to one variable that were compared in a frame where they meet.</summary>
    public long WaysCompared => Interlocked.Read(ref _compared);

    /// <summary>A part of the body was asked for. The compiler keeps what it has bound, so that a pass before or after costs no second time.</summary>
    internal void CountBody(SyntaxNode member) => _passes.TryAdd(member, 0);

    internal void CountPass(SyntaxNode member) => _passes.AddOrUpdate(member, 1, static (_, passes) => passes + 1);

    internal void CountTree() => Interlocked.Increment(ref _trees);

    internal void CountSearch() => Interlocked.Increment(ref _searched);

    internal void CountComparison() => Interlocked.Increment(ref _compared);
}
