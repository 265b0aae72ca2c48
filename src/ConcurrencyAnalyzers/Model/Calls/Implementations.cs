using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Which code runs where a call names an interface or an overridable method: known where the compilation holds one candidate.</summary>
/// <remarks>Errs towards not knowing: two candidates, one that is not in the source, and a contract that many types name have no answer.</remarks>
internal sealed class Implementations(BodyReader reader, SourceIndex index)
{
    /// <summary>A contract with more types below it has no single implementation that a reader could name.</summary>
    private const int MaxTypes = 16;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> _known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _tooMany = new(SymbolEqualityComparer.Default);

    /// <summary>The only method that a call of <paramref name="contract"/> can run; null where there are several, or none is known.</summary>
    public IMethodSymbol? Of(IMethodSymbol contract, CancellationToken cancellation) =>
        AllOf(contract, cancellation) is { Length: 1 } one && !one[0].DeclaringSyntaxReferences.IsEmpty ? one[0] : null;

    /// <summary>Every method of the compilation that a call of <paramref name="contract"/> may run; none where there are too many to name.</summary>
    public ImmutableArray<IMethodSymbol> AllOf(IMethodSymbol contract, CancellationToken cancellation)
    {
        var declared = contract.OriginalDefinition;
        return _known.TryGetValue(declared, out var known) ? known : _known.GetOrAdd(declared, Find(declared, cancellation));
    }

    /// <summary>Whether a call of <paramref name="contract"/> may run one of several methods of the compilation; too many to name are several.</summary>
    public bool AreSeveral(IMethodSymbol contract, CancellationToken cancellation) =>
        AllOf(contract, cancellation) is { IsEmpty: false } all ? all.Length > 1 : AreTooMany(contract.OriginalDefinition.ContainingType, cancellation);

    private bool AreTooMany(INamedTypeSymbol contract, CancellationToken cancellation) =>
        !contract.DeclaringSyntaxReferences.IsEmpty
        && (_tooMany.TryGetValue(contract, out var known) ? known : _tooMany.GetOrAdd(contract, TypesBelow(contract, cancellation) is null));

    /// <summary>What a call of <paramref name="contract"/> runs on an object of exactly <paramref name="type"/>.</summary>
    public static IMethodSymbol? In(INamedTypeSymbol type, IMethodSymbol contract)
    {
        if (contract.ContainingType.TypeKind == TypeKind.Interface)
            return ImplementedBy(type.OriginalDefinition, contract).FirstOrDefault();
        for (var one = type.OriginalDefinition; one is not null; one = one.BaseType?.OriginalDefinition)
        {
            if (one.GetMembers(contract.Name).OfType<IMethodSymbol>().FirstOrDefault(member => Is(member, contract) || Overrides(member, contract)) is { } found)
                return found.IsAbstract ? null : found;
        }

        return null;
    }

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol contract, CancellationToken cancellation)
    {
        if (contract.DeclaringSyntaxReferences.IsEmpty || TypesBelow(contract.ContainingType, cancellation) is not { } types)
            return ImmutableArray<IMethodSymbol>.Empty;

        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (!contract.IsAbstract)
            found.Add(contract);
        foreach (var type in types)
        {
            found.UnionWith(contract.ContainingType.TypeKind == TypeKind.Interface ? ImplementedBy(type, contract) : []);
            found.UnionWith(type.GetMembers().OfType<IMethodSymbol>()
                .Where(member => Overrides(member, contract) || found.Any(one => Overrides(member, one))));
        }

        found.RemoveWhere(static one => one.IsAbstract);
        return [.. found];
    }

    private static IEnumerable<IMethodSymbol> ImplementedBy(INamedTypeSymbol type, IMethodSymbol contract) =>
        type.TypeKind == TypeKind.Interface
            ? []
            : type.AllInterfaces
                .Where(one => Is(one.OriginalDefinition, contract.ContainingType))
                .SelectMany(one => one.GetMembers(contract.Name))
                .Where(member => Is(member.OriginalDefinition, contract))
                .Select(type.FindImplementationForInterfaceMember)
                .OfType<IMethodSymbol>()
                .Select(static method => method.OriginalDefinition);

    private static bool Overrides(ISymbol member, ISymbol overridden) =>
        InheritedMembers.Overridden(member) is { } above && (Is(above, overridden) || Overrides(above, overridden));

    /// <summary>What derives from the type or implements it, nearest first; null where there is too much of it.</summary>
    private List<INamedTypeSymbol>? TypesBelow(INamedTypeSymbol contract, CancellationToken cancellation)
    {
        var types = new List<INamedTypeSymbol> { contract };
        for (var i = 0; i < types.Count; i++)
        {
            foreach (var type in DirectlyBelow(types[i], cancellation))
            {
                if (types.Contains(type, SymbolEqualityComparer.Default))
                    continue;
                if (types.Count > MaxTypes)
                    return null;
                types.Add(type);
            }
        }

        types.RemoveAt(0);
        return types;
    }

    /// <summary>What names the type in its list of bases; a type of several parts as often as they do.</summary>
    public IEnumerable<INamedTypeSymbol> DirectlyBelow(INamedTypeSymbol above, CancellationToken cancellation)
    {
        foreach (var declaration in index.TypesNaming(above.Name))
        {
            cancellation.ThrowIfCancellationRequested();
            if (SymbolOf(declaration, cancellation) is { } type && IsDirectlyBelow(type, above))
                yield return type;
        }
    }

    private INamedTypeSymbol? SymbolOf(TypeDeclarationSyntax declaration, CancellationToken cancellation) =>
        reader.ModelOf(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation) as INamedTypeSymbol;

    private static bool IsDirectlyBelow(INamedTypeSymbol type, INamedTypeSymbol above) =>
        Is(type.BaseType?.OriginalDefinition, above) || type.Interfaces.Any(one => Is(one.OriginalDefinition, above));

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
