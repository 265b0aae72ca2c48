namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>The members whose contract a member fulfils.</summary>
internal static class InheritedMembers
{
    /// <summary>The definition that <paramref name="definition"/> overrides, or null.</summary>
    public static ISymbol? Overridden(ISymbol definition) => definition switch
    {
        IMethodSymbol method => method.OverriddenMethod?.OriginalDefinition,
        IPropertySymbol property => property.OverriddenProperty?.OriginalDefinition,
        IEventSymbol happening => happening.OverriddenEvent?.OriginalDefinition,
        _ => null,
    };

    /// <summary>The interface members of its type that <paramref name="definition"/> may implement, by their name; not their definitions.</summary>
    public static IEnumerable<ISymbol> SameNamed(ISymbol definition)
    {
        if (definition.IsStatic || definition.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type
            || definition is IMethodSymbol { MethodKind: MethodKind.Constructor })
            yield break;

        // An explicit implementation is called `Interface.Member`.
        var name = definition.Name.Substring(definition.Name.LastIndexOf('.') + 1);
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(name))
            {
                if (member.Kind == definition.Kind)
                    yield return member;
            }
        }
    }

    public static bool IsImplementedBy(ISymbol definition, ISymbol contract) =>
        SymbolEqualityComparer.Default.Equals(definition.ContainingType.FindImplementationForInterfaceMember(contract), definition);

    /// <summary>The field or property that <paramref name="name"/> means in <paramref name="type"/>: its own, or that of a base.</summary>
    public static ISymbol? DataNamed(string name, INamedTypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) is { } found)
                return found;
        }

        return null;
    }

    public static bool IsInSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;
}
