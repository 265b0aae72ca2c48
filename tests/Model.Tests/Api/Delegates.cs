using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>Of every delegate that is handed to the core of the framework it is known when and where it runs.</summary>
public sealed class Delegates
{
    private static readonly string[] s_namespaces = ["System", "System.Collections", "System.Linq", "System.Threading"];

    // Lines of these would be about no call: they combine, compare or describe delegates, or keep expressions that nobody runs here.
    private static readonly string[] s_exempt =
    [
        "System.Delegate.", "System.MulticastDelegate.", "System.Linq.Expressions.", "System.Linq.Queryable.", "System.Linq.IOrdered", "System.Linq.Lookup",
        "System.Runtime.CompilerServices.CallSite",
    ];

    public static TheoryData<string> Names => [.. s_namespaces];

    [Theory, MemberData(nameof(Names))]
    public void AreKnownToRunSomewhere(string name)
    {
        var lookup = new ApiLookup(ApiTables.BuiltIn);
        var unknown = (
            from method in TypesBelow(Namespace(name), isDeep: name != "System").SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
            where method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary or MethodKind.Constructor, ContainingType.TypeKind: not TypeKind.Delegate }
            from parameter in method.Parameters
            where parameter is { Type.TypeKind: TypeKind.Delegate, RefKind: RefKind.None }
            where !lookup.EffectsOf(method).Any(effect => effect.Verb is ApiVerb.Calls or ApiVerb.Spawns && effect.Target.IsParameter && effect.Target.Ordinal == parameter.Ordinal)
            let id = method.GetDocumentationCommentId()
            where !s_exempt.Any(prefix => id[2..].StartsWith(prefix, StringComparison.Ordinal))
            select $"{id} {parameter.Name}").ToList();
        Assert.True(unknown.Count == 0, $"No line says when these run:\n{string.Join('\n', unknown)}");
    }

    private static INamespaceSymbol Namespace(string name) =>
        name.Split('.').Aggregate(ReferencePack.Framework.GlobalNamespace, (outer, segment) => outer.GetNamespaceMembers().Single(inner => inner.Name == segment));

    private static IEnumerable<INamedTypeSymbol> TypesBelow(INamespaceSymbol space, bool isDeep)
    {
        var types = space.GetTypeMembers().SelectMany(type => type.GetTypeMembers().Prepend(type)).Where(type => type.DeclaredAccessibility == Accessibility.Public);
        return isDeep ? types.Concat(space.GetNamespaceMembers().SelectMany(inner => TypesBelow(inner, isDeep: true))) : types;
    }
}
