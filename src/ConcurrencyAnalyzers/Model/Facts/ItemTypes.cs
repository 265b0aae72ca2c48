namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What a variable that holds several objects, or one later, holds.</summary>
internal static class ItemTypes
{
    /// <summary>The element type of an array or collection, the values of a dictionary, the object behind a <c>Lazy</c>; null where the type does not say.</summary>
    public static ITypeSymbol? Of(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return array.ElementType;
        if (type is not INamedTypeSymbol named)
            return null;

        foreach (var contract in new[] { named }.Concat(named.AllInterfaces))
        {
            if (contract.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)
                return IsPair(contract.TypeArguments[0]) ? ((INamedTypeSymbol)contract.TypeArguments[0]).TypeArguments[1] : contract.TypeArguments[0];
        }

        return named.TypeArguments.Length == 1 ? named.TypeArguments[0] : null;
    }

    /// <summary>A key and a value, as a loop over a dictionary brings them.</summary>
    public static bool IsPair(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "KeyValuePair", Arity: 2, ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } };
}
