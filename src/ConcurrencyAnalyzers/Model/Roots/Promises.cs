using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What a declaration says of threads that the source does not show: <c>[ThreadSafe]</c> lets any two public members run at once on one object.</summary>
internal static class Promises
{
    /// <summary>The attributes' namespace; users may declare a copy of their own in it, where they want no package.</summary>
    private const string Namespace = "Annotations";

    /// <summary>The declaration by which both ways, which <see cref="IsMadeFor"/> has let through, may be walked at once, or null.</summary>
    public static AttributeData? LetsMeet(Context one, Context two) =>
        SymbolEqualityComparer.Default.Equals(one.Frame.Method!.ContainingType, two.Frame.Method!.ContainingType) && NamesOneObject(one.Path!, two.Path!)
            ? PromiseOf(one.Frame.Method.ContainingType)
            : null;

    /// <summary>Whether a way starts in a public member of a type that makes the promise.</summary>
    public static bool IsMadeFor(Context way) => IsEntry(way) && PromiseOf(way.Frame.Method!.ContainingType) is not null;

    /// <summary>
    /// Constructors come before all others, and who disposes of an object while others use it breaks a rule that the promise does not lift.
    /// </summary>
    private static bool IsEntry(Context way) =>
        way is { Handover: null, Path.Root: PathRoot.This or PathRoot.Static, Frame: { Parent: null, Method: { } method } }
        && method.MethodKind is MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove
            or MethodKind.ExplicitInterfaceImplementation
        && (method.DeclaredAccessibility == Accessibility.Public || !method.ExplicitInterfaceImplementations.IsEmpty)
        && method.Name is not ("Dispose" or "DisposeAsync");

    private static bool NamesOneObject(MemoryPath one, MemoryPath two) => one.IsCertain && one.WithAnyIndex().Equals(two.WithAnyIndex());

    private static AttributeData? PromiseOf(INamedTypeSymbol type)
    {
        for (var one = type; one is not null; one = one.BaseType)
        {
            if (OwnPromiseOf(one) is { } own)
                return own;
        }

        return type.AllInterfaces.Select(OwnPromiseOf).FirstOrDefault(static promise => promise is not null);
    }

    private static AttributeData? OwnPromiseOf(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ThreadSafeAttribute", ContainingNamespace.Name: Namespace })
                return attribute;
        }

        return null;
    }
}
