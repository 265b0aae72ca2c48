using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>What <c>[GuardedBy("_gate")]</c> says: of a variable, which lock every access holds; of a method, which lock its callers hold.</summary>
internal sealed class DeclaredGuards
{
    /// <summary>The attributes' namespace; users may declare a copy of their own in it, where they want no package.</summary>
    private const string Namespace = "Annotations";

    /// <summary>The declaration on <paramref name="member"/>, a field, property, event or method.</summary>
    public AttributeData? DeclarationOn(ISymbol member)
    {
        var declared = member is IMethodSymbol { AssociatedSymbol: { } accessed } ? accessed : member;
        foreach (var attribute in declared.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "GuardedByAttribute", ContainingNamespace.Name: Namespace })
                return attribute;
        }

        return null;
    }

    /// <summary>The name that a declaration gives: <c>_gate</c>, <c>Owner.Gate</c>, <c>this</c>.</summary>
    public static string NameIn(AttributeData declaration) =>
        declaration.ConstructorArguments.Length == 1 && declaration.ConstructorArguments[0].Value is string name ? name : "";

    /// <summary>The lock that <paramref name="member"/> declares, in the names of the members of its type; null where it declares none, or one that is not there.</summary>
    public HeldLock? LockOf(ISymbol member) =>
        DeclarationOn(member) is { } declaration && PathOf(NameIn(declaration), member.ContainingType) is { } path
            ? new HeldLock(path, LockMode.Exclusive, declaration.ApplicationSyntaxReference!.GetSyntax(), SymbolAtEndOf(path), NameIn(declaration))
            : null;

    /// <summary>Null where the type has no such member.</summary>
    public static MemoryPath? PathOf(string name, INamedTypeSymbol type)
    {
        if (name == "this")
            return MemoryPath.This;
        if (name.StartsWith("this.", StringComparison.Ordinal))
            name = name.Substring("this.".Length);

        MemoryPath? path = null;
        INamedTypeSymbol? owner = type;
        foreach (var part in name.Split('.'))
        {
            if (owner is null)
                return null;
            if (MemberOf(owner, part) is not { } member)
            {
                // `Owner.Gate`: the name of a type around, or of this one.
                if (path is not null || TypeAround(type, part) is not { } named)
                    return null;
                owner = named;
                continue;
            }

            path = member.IsStatic ? MemoryPath.StaticMember(member) : (path ?? MemoryPath.This).Then(PathStep.Member(member));
            owner = TypeOf(member) as INamedTypeSymbol;
        }

        return path;
    }

    private static ISymbol? MemberOf(INamedTypeSymbol type, string name)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (one.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol or IPropertySymbol) is { } member)
                return member;
        }

        return null;
    }

    private static INamedTypeSymbol? TypeAround(INamedTypeSymbol type, string name)
    {
        for (var one = type; one is not null; one = one.ContainingType)
        {
            if (one.Name == name)
                return one;
        }

        return null;
    }

    private static ISymbol? SymbolAtEndOf(MemoryPath path) => path.Steps.IsEmpty ? null : path.Steps[path.Steps.Length - 1].Symbol;

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
}
