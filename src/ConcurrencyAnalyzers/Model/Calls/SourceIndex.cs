using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Which members of the compilation mention a name, by the indices of its trees.</summary>
internal sealed class SourceIndex
{
    private static readonly Comparer<SyntaxNode> s_byPosition = Comparer<SyntaxNode>.Create(static (one, two) => one.SpanStart.CompareTo(two.SpanStart));

    private readonly ImmutableArray<TreeIndex> _trees;
    private readonly NamedTrees _named;
    private readonly ModelCounters _counters;
    private readonly Lazy<ILookup<string, SyntaxTree>> _parts;

    private readonly Lazy<HashSet<string>> _handedOver;

    private readonly Lazy<HashSet<string>> _volatiles;
    private readonly Lazy<HashSet<string>> _atomics;
    private readonly Lazy<HashSet<string>> _statics;
    private readonly Lazy<HashSet<string>> _starters;
    private readonly Lazy<HashSet<string>> _guarded;
    private readonly Lazy<HashSet<string>> _confined;
    private readonly Lazy<ILookup<string, TypeDeclarationSyntax>> _derivations;
    private readonly Lazy<HashSet<string>> _startingTypes;
    private readonly Lazy<ILookup<string, SyntaxNode>> _chains;
    private readonly Lazy<ILookup<string, SyntaxNode>> _unnamed;
    private readonly Lazy<ILookup<string, (SyntaxNode Declaration, TypeSyntax Type)>> _wide;

    private SourceIndex(ImmutableArray<TreeIndex> trees, ModelCounters counters)
    {
        _volatiles = new(() => Union(static names => names.Volatiles));
        _atomics = new(() => Union(static names => names.Atomics));
        _statics = new(() => Union(static names => names.Statics));
        _starters = new(() => new HashSet<string>(trees.SelectMany(static tree => tree.MentioningAny(TreeIndex.IsStart)).Select(static member => member.Name).OfType<string>(), StringComparer.Ordinal));
        _trees = trees;
        (_named, _counters) = (new(trees), counters);
        _parts = new(() => trees.SelectMany(static tree => LockedNames.Of(tree.Tree, CancellationToken.None).PartialTypes.Select(type => (type, tree.Tree)))
            .ToLookup(static one => one.type, static one => one.Tree, StringComparer.Ordinal));
        _startingTypes = new(() => StartingTypes(trees));
        _wide = new(() => WideCandidates(trees));
        _chains = new(() => trees.SelectMany(static tree => tree.Chains).ToLookup(static one => one.Key, static one => one.Value, StringComparer.Ordinal));
        _unnamed = new(() => trees.SelectMany(static tree => UnnamedCalls.Of(tree.Tree, CancellationToken.None).Members).ToLookup(static one => one.Call, static one => one.Member, StringComparer.Ordinal));
        _guarded = new(() => new HashSet<string>(trees.SelectMany(static tree => tree.Guarded), StringComparer.Ordinal));
        _confined = new(() => new HashSet<string>(trees.SelectMany(static tree => tree.Confined), StringComparer.Ordinal));
        _handedOver = new(() => new HashSet<string>(trees.SelectMany(static tree => tree.HandedOver), StringComparer.Ordinal));
        _derivations = new(() => trees.SelectMany(static tree => tree.Derivations)
            .ToLookup(static one => one.Key, static one => one.Value, StringComparer.Ordinal));
    }

    /// <summary>The types whose list of bases names <paramref name="name"/>, in order of path and position.</summary>
    public IEnumerable<TypeDeclarationSyntax> TypesNaming(string name) => _derivations.Value[name];

    /// <summary>Whether somebody may make a delegate of a method of this name and pass it on.</summary>
    public bool HandsOver(string name) => _handedOver.Value.Contains(name);

    /// <summary>Whether some volatile field has this name.</summary>
    public bool IsNameOfVolatile(string name) => _volatiles.Value.Contains(name);

    /// <summary>Whether source that says <paramref name="word"/> may start a thread, by itself or by a method of the program that does.</summary>
    public bool IsNameOfStarter(string word) => TreeIndex.IsStart(word) || _starters.Value.Contains(word);

    /// <summary>Whether <c>Interlocked</c> or <c>Volatile</c> gets something of this name somewhere.</summary>
    public bool IsNameOfAtomic(string name) => _atomics.Value.Contains(name);

    /// <summary>Whether some static field or property has this name.</summary>
    public bool IsNameOfStatic(string name) => _statics.Value.Contains(name);

    private HashSet<string> Union(Func<DeclaredNames, HashSet<string>> set) =>
        new(_trees.SelectMany(tree => set(DeclaredNames.Of(tree.Tree, CancellationToken.None))), StringComparer.Ordinal);

    /// <summary>Whether the constructor of some type of this name, or of a base of it, may let others have the object before it is done.</summary>
    public bool IsNameOfStartingType(string name) => _startingTypes.Value.Contains(name);

    private static HashSet<string> StartingTypes(ImmutableArray<TreeIndex> trees)
    {
        var starts = trees.Select(static tree => EarlyStarts.Of(tree.Tree, CancellationToken.None)).ToList();
        var types = new HashSet<string>(starts.SelectMany(static one => one.Constructors).Select(EarlyStarts.TypeOf), StringComparer.Ordinal);
        var chained = starts.SelectMany(static one => one.Chained).ToList();
        var before = -1;
        while (types.Count != before)
        {
            before = types.Count;
            types.UnionWith(chained.Where(one => one.Types.Any(types.Contains)).Select(static one => EarlyStarts.TypeOf(one.Constructor)));
        }

        return types;
    }

    /// <summary>The declarations of fields and properties of this name whose type, as it is written, may be copied in steps.</summary>
    /// <param name="name">Of the field or property.</param>
    /// <param name="shortWords">Numbers of 64 bits are, too.</param>
    public IEnumerable<SyntaxNode> MayBeWide(string name, bool shortWords) =>
        _wide.Value[name].Where(one => shortWords || !WideNames.IsNumber(one.Type)).Select(static one => one.Declaration);

    private static ILookup<string, (SyntaxNode Declaration, TypeSyntax Type)> WideCandidates(ImmutableArray<TreeIndex> trees)
    {
        var names = trees.Select(static tree => WideNames.Of(tree.Tree, CancellationToken.None)).ToList();
        var structures = new HashSet<string>(names.SelectMany(static one => one.Structures), StringComparer.Ordinal);
        var classes = new HashSet<string>(names.SelectMany(static one => one.Classes), StringComparer.Ordinal);
        return names.SelectMany(static one => one.Candidates).Where(one => WideNames.IsLikely(one.Type, structures.Contains, classes.Contains))
            .ToLookup(static one => one.Name, static one => (one.Declaration, one.Type), StringComparer.Ordinal);
    }

    /// <summary>The names of variables and methods that declare which lock guards them.</summary>
    public IReadOnlyCollection<string> Guarded => _guarded.Value;

    /// <summary>The names of variables and methods that declare, or whose type does, which thread alone touches them.</summary>
    public HashSet<string> Confined => _confined.Value;

    /// <summary>Whether any file could start another thread.</summary>
    public bool MayStartThreads { get; private init; }

    public static SourceIndex Of(Compilation compilation, ApiTables tables, ModelCounters counters, CancellationToken cancellation)
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
        return new SourceIndex(trees.ToImmutable(), counters) { MayStartThreads = trees.Any(tree => tree.MayStartThreads || tables.UsersStarts.Any(tree.Mentions)) };
    }

    /// <summary>The names that <paramref name="tree"/>, or another part of one of its types, changes where a lock may be held.</summary>
    public IReadOnlyCollection<string> ChangedUnderLock(SyntaxTree tree, CancellationToken cancellation)
    {
        var own = LockedNames.Of(tree, cancellation);
        if (own.PartialTypes.Count == 0)
            return own.Changed;

        var all = new HashSet<string>(own.Changed, StringComparer.Ordinal);
        foreach (var other in own.PartialTypes.SelectMany(type => _parts.Value[type]).Distinct())
            all.UnionWith(LockedNames.Of(other, cancellation).Changed);

        return all;
    }

    /// <summary>Where a private member can be named: in its own type alone, nested ones included. Null: anywhere.</summary>
    public static IReadOnlyCollection<SyntaxReference>? DeclarationsThatSee(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Private ? member.ContainingType.DeclaringSyntaxReferences : null;

    /// <summary>The members that mention one of <paramref name="names"/>, in order of path and position.</summary>
    /// <param name="within">Only inside these declarations; null for everywhere.</param>
    /// <param name="limit">The most members to find.</param>
    /// <returns>Null if there are more than <paramref name="limit"/>.</returns>
    public List<SyntaxNode>? MembersMentioning(IReadOnlyCollection<string> names, IReadOnlyCollection<SyntaxReference>? within, int limit)
    {
        var found = new List<SyntaxNode>();
        var seen = new HashSet<SyntaxNode>();
        foreach (var tree in within is null ? _named.Mentioning(names) : _named.Holding(within))
        {
            _counters.CountSearch();
            var start = found.Count;
            foreach (var span in SpansIn(tree.Tree, within))
            {
                foreach (var member in names.SelectMany(name => tree.Mentioning(name, span)))
                {
                    if (!seen.Add(member.Node))
                        continue;
                    if (found.Count == limit)
                        return null;
                    found.Add(member.Node);
                }
            }

            found.Sort(start, found.Count - start, s_byPosition);
        }

        return found;
    }

    /// <summary>The constructors that first run one of a type of this name, in order of path and position.</summary>
    public IEnumerable<SyntaxNode> ConstructorsAfter(string type) => _chains.Value[type];

    /// <summary>The members that call something without its name, see <see cref="UnnamedCalls"/>, in order of path and position.</summary>
    /// <param name="unnamed">What stands for the call.</param>
    /// <param name="within">Only inside these declarations; null for everywhere.</param>
    public IEnumerable<SyntaxNode> MembersCalling(string unnamed, IReadOnlyCollection<SyntaxReference>? within) =>
        within is null
            ? _unnamed.Value[unnamed]
            : _named.Holding(within).SelectMany(tree => UnnamedCalls.Of(tree.Tree, CancellationToken.None).Making(unnamed)
                .Where(member => SpansIn(tree.Tree, within).Any(span => span.Contains(member.Span))).Select(static member => member.Node));

    private static IEnumerable<TextSpan> SpansIn(SyntaxTree tree, IReadOnlyCollection<SyntaxReference>? within) =>
        within is null
            ? [new TextSpan(0, tree.Length)]
            : within.Where(reference => reference.SyntaxTree == tree).Select(static reference => reference.Span);
}
