namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>What <c>[Confined]</c> and <c>[ReturnsOwned]</c> say. Users may declare copies of the attributes, in a namespace called <c>Annotations</c>.</summary>
internal static class Annotations
{
    private const string Namespace = "Annotations";

    /// <summary>Assemblies that bear the attributes reference one whose name begins so.</summary>
    private const string Product = "ConcurrencyAnalyzers";

    /// <summary>
    /// The thread that alone touches a variable or method, or the objects of its type: <c>Main</c>, <c>UI</c> or <c>Dedicated</c>. Of the other kinds there are several
    /// at a time, so that one of those says nothing.
    /// </summary>
    public static string? HomeOf(ISymbol member)
    {
        var attribute = On(member, "ConfinedAttribute") ?? (member.ContainingType is { } type ? On(type, "ConfinedAttribute") : null);
        if (attribute?.ConstructorArguments.FirstOrDefault() is not { Value: { } kind, Type: { } kinds })
            return null;
        var home = kinds.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(one => kind.Equals(one.ConstantValue))?.Name;
        return home is "Main" or "UI" or "Dedicated" ? home : null;
    }

    /// <summary>Whether <paramref name="value"/> is what a method, a property or a delegate has made for its caller alone.</summary>
    public static bool IsOwned(IOperation? value) => Operands.Unwrapped(value) switch
    {
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke, ContainingType: { } type } } => GivesOwned(type),
        IInvocationOperation { TargetMethod: { } method } => GivesOwned(method.ReducedFrom ?? method),
        IPropertyReferenceOperation { Property: { } property } => GivesOwned(property),
        _ => false,
    };

    private static bool GivesOwned(ISymbol member) => MayBear(member) && On(member.OriginalDefinition, "ReturnsOwnedAttribute") is not null;

    /// <summary>Attributes of the framework's members are not read for it.</summary>
    private static bool MayBear(ISymbol member) =>
        !member.DeclaringSyntaxReferences.IsEmpty
        || (member.ContainingModule is { } module && module.ReferencedAssemblies.Any(static one => one.Name.StartsWith(Product, StringComparison.Ordinal)));

    private static AttributeData? On(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { ContainingNamespace.Name: Namespace } type && type.Name == name)
                return attribute;
        }

        return null;
    }
}
