using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>Of every collection of the framework it is known which members change it: one forgotten type, or member, is a race that nobody sees.</summary>
public sealed partial class Containers
{
    private static readonly string[] s_namespaces =
        ["System.Collections", "System.Collections.Generic", "System.Collections.ObjectModel", "System.Collections.Specialized", "System.Collections.Immutable", "System.Collections.Concurrent", "System.Collections.Frozen"];

    // Nothing of these is shared content: they wrap a collection that has lines of its own, or are handed out once.
    private static readonly HashSet<string> s_exempt =
    [
        "System.Collections.ReadOnlyCollectionBase", "System.Collections.ObjectModel.ReadOnlyDictionary<TKey, TValue>.KeyCollection",
        "System.Collections.ObjectModel.ReadOnlyDictionary<TKey, TValue>.ValueCollection", "System.Collections.ObjectModel.ReadOnlyObservableCollection<T>",
        "System.Collections.Concurrent.BlockingCollection<T>",
    ];

    public static TheoryData<string> Names => [.. Types().Select(type => type.ToDisplayString())];

    [Theory, MemberData(nameof(Names))]
    public void SayForEachMemberWhetherItChanges(string name)
    {
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        var type = Types().Single(type => type.ToDisplayString() == name);
        if ((lookup.NatureOf(type) & (ApiNature.Safe | ApiNature.Immutable)) != 0)
            return;

        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(IsAsked))
        {
            var effects = lookup.EffectsOf(method);
            var writes = effects.Any(effect => effect.Verb == ApiVerb.Writes && effect.Target is { Kind: ApiOperandKind.This });
            var id = method.GetDocumentationCommentId();
            Assert.True(writes == IsNamedForChange(method), $"{id} {(writes ? "is said to write, and its name says that it reads" : "has a name that says that it writes, and no line that does")}");
            Assert.True(writes || effects.Any(effect => effect.Verb == ApiVerb.Reads) || IsKnownToTouchNothing(method), $"{id} is not known to read: give the type a line 'M:{name}.* reads this'");
        }
    }

    [Fact]
    public void AreMany() => Assert.True(Names.Count > 55, $"only {Names.Count} collections were found");

    [Theory]
    [InlineData("System.Collections.Concurrent.ConcurrentDictionary`2", "Clear")]
    [InlineData("System.Collections.Immutable.ImmutableList`1", "Add")]
    [InlineData("System.Collections.Concurrent.ConcurrentQueue`1", "GetEnumerator")]
    public void ThatAreSafeDoNotInheritWhatPlainOnesDo(string type, string member)
    {
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        var method = ReferencePack.Framework.GetTypeByMetadataName(type)!.GetMembers(member).Single();
        Assert.DoesNotContain(lookup.EffectsOf(method), effect => effect.Verb is ApiVerb.Reads or ApiVerb.Writes);
    }

    private static IEnumerable<INamedTypeSymbol> Types() =>
        from space in s_namespaces
        from type in ReferencePack.Framework.GlobalNamespace.GetNamespaceMembers().Single(one => one.Name == "System").Flatten(space)
        from nested in type.GetTypeMembers().Prepend(type)
        where nested is { TypeKind: TypeKind.Class or TypeKind.Struct, DeclaredAccessibility: Accessibility.Public, IsStatic: false }
            && nested.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable)
            && !nested.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerator)
            && !s_exempt.Contains(nested.ToDisplayString())
        orderby nested.ToDisplayString()
        select nested;

    // Sorted sets hand out a sequence that runs backwards.
    private static bool IsNamedForChange(IMethodSymbol method) =>
        ChangingPattern().IsMatch(method.Name) && !(method.Name == "Reverse" && method.ContainingType.Name is "SortedSet" or "Builder" && !method.ReturnsVoid);

    private static bool IsAsked(IMethodSymbol method) =>
        method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet } and not { IsOverride: true, Name: "ToString" or "Equals" or "GetHashCode" };

    /// <summary>Views, wrappers and locks: nothing of the content is read where they are made.</summary>
    private static bool IsKnownToTouchNothing(IMethodSymbol method) =>
        Regex.IsMatch(method.Name, "^(get_(Keys|Values|Comparer|KeyComparer|UnorderedItems|SyncRoot|IsSynchronized|IsReadOnly|IsFixedSize|Dictionary|Set|List)|AsReadOnly|GetViewBetween|GetRange|(TryGet|Get)AlternateLookup|GetKeyList|GetValueList)$");

    [GeneratedRegex("^(Add|Append|BaseAdd|Clear|Dequeue|Drain|EnsureCapacity|Enqueue|ExceptWith|Insert|IntersectWith|Invalidate|Move(?!Next)|OnDeserialization|Pop|Push|Remove|Replace|Reverse|Set(?!Equals)|set_|Sort|SymmetricExceptWith|TrimExcess|TrimToSize|TryAdd|TryDequeue|TryPop|UnionWith|LeftShift|RightShift|And$|Or$|Xor$|Not$)")]
    private static partial Regex ChangingPattern();
}

internal static class Namespaces
{
    /// <summary>The types of one namespace below this one, by its whole name.</summary>
    public static IEnumerable<INamedTypeSymbol> Flatten(this INamespaceSymbol system, string name)
    {
        var space = name.Split('.').Skip(1).Aggregate(system, (outer, segment) => outer.GetNamespaceMembers().Single(inner => inner.Name == segment));
        return space.GetTypeMembers();
    }
}
