namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Which sequences bring each value once, so that who is given one is the only one to have it: numbers that are counted off, keys, sets.</summary>
internal static class DistinctItems
{
    public static bool Has(IOperation? source) => source switch
    {
        IInvocationOperation { TargetMethod.Name: "Range" or "Sequence" or "Distinct" or "DistinctBy" } => true,
        IPropertyReferenceOperation { Property: { Name: "Keys", ContainingType: var holder } } => Implements(holder, "IDictionary", "IReadOnlyDictionary"),
        { Type: { } type } => Implements(type, "ISet", "IReadOnlySet", "IDictionary", "IReadOnlyDictionary"),
        _ => false,
    };

    private static bool Implements(ITypeSymbol? type, params string[] contracts) =>
        type is not null && (IsOne(type, contracts) || type.AllInterfaces.Any(contract => IsOne(contract, contracts)));

    private static bool IsOne(ITypeSymbol type, string[] contracts) =>
        Array.IndexOf(contracts, type.Name) >= 0 && type.ContainingNamespace is { Name: "Generic", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };
}
