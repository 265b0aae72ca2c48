using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>How a container is copied into another of its type: by the constructor of which a table says that it takes over the elements of its argument.</summary>
internal sealed class CopyConstructors(Compilation compilation, ApiLookup api)
{
    /// <summary>The constructor that takes the container, and beside it the properties of the container that decide what is found in it: its comparer.</summary>
    /// <returns>Null where there is none, or where the copy would have another order: a stack is walked over from its top, and filled from its bottom.</returns>
    public CopyConstructor? Of(INamedTypeSymbol type)
    {
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || type.Name == "Stack" || !type.DeclaringSyntaxReferences.IsEmpty)
            return null;

        return type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && TakesElementsOf(type, constructor))
            .Select(constructor => new CopyConstructor(constructor, constructor.Parameters.Skip(1).Select(parameter => PropertyFor(parameter, type)).OfType<IPropertySymbol>().ToImmutableArray()))
            .Where(static copy => copy.Properties.Length == copy.Constructor.Parameters.Length - 1)
            .OrderByDescending(static copy => copy.Properties.Length)
            .FirstOrDefault();
    }

    private bool TakesElementsOf(INamedTypeSymbol type, IMethodSymbol constructor) =>
        constructor.Parameters.Length > 0 && compilation.ClassifyCommonConversion(type, constructor.Parameters[0].Type) is { Exists: true, IsImplicit: true }
        && api.EffectsOf(constructor).Any(static effect => effect is
        {
            Verb: ApiVerb.Passes,
            Target: { IsParameter: true, Ordinal: 0, Part: ApiPart.Elements },
            Other: { Kind: ApiOperandKind.This, Part: ApiPart.Elements },
        });

    private IPropertySymbol? PropertyFor(IParameterSymbol parameter, INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property =>
            property is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null }
            && string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && compilation.ClassifyCommonConversion(property.Type, parameter.Type) is { Exists: true, IsImplicit: true });
}

/// <param name="Constructor">Takes the container first.</param>
/// <param name="Properties">Of the container, for the other parameters in their order.</param>
internal sealed record CopyConstructor(IMethodSymbol Constructor, ImmutableArray<IPropertySymbol> Properties);
