using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Whether code outside of the compilation may call a method.</summary>
internal sealed class Entrances(Compilation compilation)
{
    private readonly IMethodSymbol? _main = compilation.GetEntryPoint(default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _shown = new(SymbolEqualityComparer.Default);

    /// <summary>Other programs call what is visible.</summary>
    public bool IsLibrary { get; } = compilation.Options.OutputKind is OutputKind.DynamicallyLinkedLibrary or OutputKind.NetModule;

    public bool IsMain(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method, _main);

    /// <summary>Whether another program may derive from <paramref name="type"/>.</summary>
    public bool MayBeDerivedElsewhere(INamedTypeSymbol type) =>
        IsLibrary && !type.IsSealed && IsVisible(type)
        && type.InstanceConstructors.Any(static constructor => constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal);

    /// <summary>A method that nobody here calls has to be called by somebody else; one that is called here may be called there as well.</summary>
    public bool IsOpen(IMethodSymbol method, Callers callers)
    {
        if (callers.Sites.IsEmpty || !callers.IsComplete)
            return !IsMain(method);
        return IsOpenOutside(method);
    }

    /// <summary>Code of other assemblies may call it, whoever calls it here.</summary>
    public bool IsOpenOutside(IMethodSymbol method) => (IsLibrary && (IsVisible(method) || _shown.GetOrAdd(method, IsShownAsAnother))) || IsCalledThroughForeign(method);

    /// <summary>The type is hidden, and whoever gets an object of it calls the method by the visible interface or base class that declares it.</summary>
    private static bool IsShownAsAnother(IMethodSymbol method) =>
        CallGraph.TargetsOf(method).Exists(one => SymbolEqualityComparer.Default.Equals(one.ContainingAssembly, method.ContainingAssembly) && IsVisible(one));

    /// <summary>An override or implementation of what another assembly declares, which calls it.</summary>
    private bool IsCalledThroughForeign(IMethodSymbol method)
    {
        for (var one = method.OverriddenMethod; one is not null; one = one.OverriddenMethod)
        {
            if (IsForeign(one))
                return true;
        }

        // What the pool runs it was given before, and that is followed.
        return method.ExplicitInterfaceImplementations.Any(declared => IsForeign(declared) && declared.ContainingType.Name != UnnamedCalls.WorkItem);
    }

    private bool IsForeign(IMethodSymbol method) => !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly);

    /// <summary>Whether anybody may call it. A protected method is called by derived classes, in the order that its base class has made up for it.</summary>
    public static bool IsVisible(ISymbol symbol)
    {
        if (symbol.DeclaredAccessibility != Accessibility.Public)
            return false;

        for (ISymbol? one = symbol.ContainingSymbol; one is not null and not INamespaceSymbol; one = one.ContainingSymbol)
        {
            if (one.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
