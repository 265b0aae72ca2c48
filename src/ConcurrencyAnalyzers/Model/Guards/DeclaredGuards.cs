using ConcurrencyAnalyzers.Model.Api;
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

    /// <summary>
    /// The lock that <paramref name="member"/> declares, in the names of the members of its type; null where it declares none, or one that is not there, or does so in
    /// another assembly, of which the sources are not here.
    /// A lock in an object of another type has no path: which object it is, the declaration does not say.
    /// </summary>
    public HeldLock? LockOf(ISymbol member)
    {
        if (DeclarationOn(member) is not { ApplicationSyntaxReference: { } place } declaration || Resolve(NameIn(declaration), member.ContainingType) is not var (path, symbol))
            return null;
        return new HeldLock(path, LockMode.Exclusive, place.GetSyntax(), symbol, NameIn(declaration));
    }

    /// <summary>Whether <paramref name="name"/> means something in <paramref name="type"/>.</summary>
    public static bool IsThere(string name, INamedTypeSymbol type) => Resolve(name, type) is not null;

    /// <summary>Null where the type has no such member, or another type has it.</summary>
    public static MemoryPath? PathOf(string name, INamedTypeSymbol type) => Resolve(name, type) is var (path, _) && !path.IsUnknown ? path : null;

    /// <summary>The other way round: what a declaration in <paramref name="type"/> would call the lock; null where nothing it could say means that lock.</summary>
    public static string? NameOf(MemoryPath path, INamedTypeSymbol type)
    {
        if (path.Steps.IsEmpty)
            return path.Equals(MemoryPath.This) ? "this" : null;
        if (!path.IsCertain || path.Steps.Any(static step => step.Symbol is null))
            return null;

        var name = string.Join(".", path.Steps.Select(static step => step.Symbol!.Name));
        string[] names = path.Identity is INamedTypeSymbol owner ? [name, $"{owner.Name}.{name}"] : [name];
        return Array.Find(names, one => path.Equals(PathOf(one, type)));
    }

    private static (MemoryPath Path, ISymbol? Symbol)? Resolve(string name, INamedTypeSymbol type)
    {
        if (name == "this")
            return (MemoryPath.This, null);
        if (name.StartsWith("this.", StringComparison.Ordinal))
            name = name.Substring("this.".Length);

        var parts = name.Split('.');
        var first = 0;
        var owner = type;
        if (InheritedMembers.DataNamed(parts[0], type) is null)
        {
            // `Owner.Gate`, or a bare name of the type around.
            if (TypeNamed(parts[0], type) is { } named)
                (owner, first) = (named, 1);
            else if (TypeAroundWith(parts[0], type) is { } outer)
                owner = outer;
            else
                return null;
        }

        var path = IsOrDerives(type, owner) ? MemoryPath.This : MemoryPath.Unknown;
        ISymbol? symbol = null;
        INamedTypeSymbol? next = owner;
        foreach (var part in parts.Skip(first))
        {
            if (next is null || InheritedMembers.DataNamed(part, next) is not { } member)
                return null;
            path = member.IsStatic ? MemoryPath.StaticMember(member) : path.IsUnknown ? path : path.Then(PathStep.Member(member));
            symbol = member;
            next = TypeOf(member) as INamedTypeSymbol;
        }

        return symbol is null ? null : (path, symbol);
    }

    private static INamedTypeSymbol? TypeAroundWith(string member, INamedTypeSymbol type)
    {
        for (var one = type.ContainingType; one is not null; one = one.ContainingType)
        {
            if (InheritedMembers.DataNamed(member, one) is not null)
                return one;
        }

        return null;
    }

    /// <summary>A type around, or one of the namespaces around.</summary>
    private static INamedTypeSymbol? TypeNamed(string name, INamedTypeSymbol type)
    {
        for (INamespaceOrTypeSymbol? one = type; one is not null; one = (INamespaceOrTypeSymbol?)one.ContainingType ?? one.ContainingNamespace)
        {
            if (one is INamedTypeSymbol && one.Name == name)
                return (INamedTypeSymbol)one;
            if (one.GetTypeMembers(name).FirstOrDefault() is { } found)
                return found;
        }

        return null;
    }

    private static bool IsOrDerives(INamedTypeSymbol type, INamedTypeSymbol owner)
    {
        for (INamedTypeSymbol? one = type; one is not null; one = one.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, owner.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
}
