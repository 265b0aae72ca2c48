using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Calls;

/// <summary>Constructors that run one of their base without any code that says so: those that the compiler writes, and primary ones.</summary>
internal sealed class ImplicitConstructors(Implementations implementations)
{
    /// <summary>A base with more types below it: who of them makes one is not asked.</summary>
    private const int MaxTypes = 32;

    /// <summary>Adds to <paramref name="constructors"/> those whose call runs one of them.</summary>
    /// <returns>False where there are too many.</returns>
    public bool AddTo(List<IMethodSymbol> constructors, CancellationToken cancellation)
    {
        var types = 0;
        for (var i = 0; i < constructors.Count; i++)
        {
            var constructor = constructors[i];
            if (constructor.ContainingType is not { TypeKind: TypeKind.Class, IsSealed: false } type || !constructor.Parameters.All(static parameter => parameter.IsOptional))
                continue;
            foreach (var derived in implementations.DirectlyBelow(type, cancellation))
            {
                if (++types > MaxTypes)
                    return false;
                constructors.AddRange(derived.InstanceConstructors.Where(one => HasNoCode(one) && !constructors.Contains(one, SymbolEqualityComparer.Default)));
            }
        }

        return true;
    }

    /// <summary>Of a record the compiler also writes a constructor that copies, which runs another of the base.</summary>
    private static bool HasNoCode(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            TypeDeclarationSyntax { BaseList: var bases } => constructor is { IsImplicitlyDeclared: true, Parameters.IsEmpty: true }
                || (!constructor.IsImplicitlyDeclared && bases?.Types.Any(static one => one is PrimaryConstructorBaseTypeSyntax) != true),
            null => constructor is { IsImplicitlyDeclared: true, Parameters.IsEmpty: true },
            _ => false,
        };
}
