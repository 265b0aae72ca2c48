using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Which members of the compilation mention a name, by the indices of its trees.</summary>
internal sealed class SourceIndex
{
    private readonly ImmutableArray<TreeIndex> _trees;

    private SourceIndex(ImmutableArray<TreeIndex> trees) => _trees = trees;

    /// <summary>Whether any file could start another thread.</summary>
    public bool MayStartThreads { get; private init; }

    public static SourceIndex Of(Compilation compilation, ModelCounters counters, CancellationToken cancellation)
    {
        var trees = ImmutableArray.CreateBuilder<TreeIndex>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!TreeIndex.IsKnown(tree))
                counters.CountTree();
            trees.Add(TreeIndex.Of(tree, cancellation));
        }

        // By path: what a bounded search finds must not depend on the order of files on the command line.
        trees.Sort(static (one, two) => string.CompareOrdinal(one.Tree.FilePath, two.Tree.FilePath));
        return new SourceIndex(trees.ToImmutable()) { MayStartThreads = trees.Any(static tree => tree.MayStartThreads) };
    }

    /// <summary>The members that mention one of <paramref name="names"/>, in order of path and position.</summary>
    /// <param name="within">Only these trees; null for all.</param>
    /// <param name="limit">The most members to find.</param>
    /// <returns>Null if there are more than <paramref name="limit"/>.</returns>
    public List<SyntaxNode>? MembersMentioning(IReadOnlyCollection<string> names, ISet<SyntaxTree>? within, int limit)
    {
        var found = new List<SyntaxNode>();
        var seen = new HashSet<SyntaxNode>();
        foreach (var tree in _trees)
        {
            if (within is not null && !within.Contains(tree.Tree))
                continue;
            foreach (var name in names)
            {
                foreach (var member in tree.Mentioning(name))
                {
                    if (!seen.Add(member.Node))
                        continue;
                    if (found.Count == limit)
                        return null;
                    found.Add(member.Node);
                }
            }
        }

        return found;
    }
}
