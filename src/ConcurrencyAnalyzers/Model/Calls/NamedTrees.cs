using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Which files can answer a question about a name, in the order in which they were given.</summary>
/// <remarks>
/// A keystroke asks a few questions, and looks into each file. A whole program asks more the larger it is: file by file that would take time by the
/// square of its size, so that after some questions a table of all names is made. It gives the same files.
/// </remarks>
internal sealed class NamedTrees(ImmutableArray<TreeIndex> trees)
{
    /// <summary>So many questions cost about as much as the table.</summary>
    private const int MaxSearches = 500;

    private readonly Lazy<Dictionary<SyntaxTree, int>> _ranks = new(() => Enumerable.Range(0, trees.Length).ToDictionary(rank => trees[rank].Tree));
    private readonly Lazy<Dictionary<string, List<int>>> _table = new(() => TableOf(trees));
    private int _searches;

    /// <summary>The files with one of these declarations.</summary>
    public IEnumerable<TreeIndex> Holding(IReadOnlyCollection<SyntaxReference> declarations) => InOrder(RanksOf(declarations));

    /// <summary>The files that mention one of the names; maybe others.</summary>
    public IEnumerable<TreeIndex> Mentioning(IReadOnlyCollection<string> names) =>
        Interlocked.Increment(ref _searches) <= MaxSearches ? trees
        : InOrder(names.SelectMany(name => _table.Value.TryGetValue(name, out var ranks) ? ranks : Enumerable.Empty<int>()));

    private IEnumerable<TreeIndex> InOrder(IEnumerable<int> ranks) => ranks.Distinct().OrderBy(static rank => rank).Select(rank => trees[rank]);

    /// <summary>A declaration can stand in another compilation, which this one refers to.</summary>
    private IEnumerable<int> RanksOf(IReadOnlyCollection<SyntaxReference> declarations)
    {
        foreach (var declaration in declarations)
        {
            if (_ranks.Value.TryGetValue(declaration.SyntaxTree, out var rank))
                yield return rank;
        }
    }

    private static Dictionary<string, List<int>> TableOf(ImmutableArray<TreeIndex> trees)
    {
        var table = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var rank = 0; rank < trees.Length; rank++)
        {
            foreach (var name in trees[rank].Names)
            {
                if (!table.TryGetValue(name, out var ranks))
                    table.Add(name, ranks = []);
                ranks.Add(rank);
            }
        }

        return table;
    }
}
