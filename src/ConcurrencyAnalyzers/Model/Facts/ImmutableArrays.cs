namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The immutable collection that is a structure: it has steps of its own in <c>ImmutableInterlocked</c>, and none in <c>Interlocked</c>.</summary>
internal static class ImmutableArrays
{
    public static bool Hold(ITypeSymbol type) => type is INamedTypeSymbol
    {
        IsValueType: true,
        MetadataName: "ImmutableArray`1",
        ContainingNamespace: { Name: "Immutable", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } },
    };
}
