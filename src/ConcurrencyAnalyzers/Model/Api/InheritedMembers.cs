namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>The members whose contract a member fulfils.</summary>
internal static class InheritedMembers
{
    /// <summary>What <paramref name="definition"/> overrides, then the interface members that it implements, as original definitions.</summary>
    public static IEnumerable<ISymbol> Of(ISymbol definition)
    {
        if (Overridden(definition) is { } overridden)
            yield return overridden.OriginalDefinition;

        if (definition.IsStatic || definition.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type)
            yield break;

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers())
            {
                if (member.Kind == definition.Kind && IsImplementedBy(definition, member, type))
                    yield return member.OriginalDefinition;
            }
        }
    }

    public static bool IsInSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;

    private static ISymbol? Overridden(ISymbol definition) => definition switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol happening => happening.OverriddenEvent,
        _ => null,
    };

    /// <summary>The names are compared first: finding an implementation walks the type.</summary>
    private static bool IsImplementedBy(ISymbol definition, ISymbol member, INamedTypeSymbol type)
    {
        var name = definition.Name;
        return name.EndsWith(member.Name, StringComparison.Ordinal)
            && (name.Length == member.Name.Length || name[name.Length - member.Name.Length - 1] == '.')
            && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), definition);
    }
}
