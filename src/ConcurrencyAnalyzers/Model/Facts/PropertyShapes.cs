using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Whether a property is memory by itself, or which field it shows.</summary>
internal static class PropertyShapes
{
    /// <summary>The compiler made its field, and using the property is using the field.</summary>
    public static bool IsAuto(IPropertySymbol property) => HasField(property) && HasNoAccessorCode(property);

    /// <summary>The compiler made its field; with the <c>field</c> keyword accessors may have code of their own.</summary>
    public static bool HasField(IPropertySymbol property)
    {
        if (property.IsIndexer || property.IsAbstract || property.DeclaringSyntaxReferences.IsEmpty)
            return false;

        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property))
                return true;
        }

        return false;
    }

    /// <summary>The field of the same type that the getter returns without further ado, as <c>Instance =&gt; s_instance</c> does.</summary>
    public static IFieldSymbol? FieldBehind(IPropertySymbol property)
    {
        if (property.IsVirtual || property.IsAbstract || property.IsOverride || property.DeclaringSyntaxReferences.IsEmpty)
            return null;

        return FieldOf(property.DeclaringSyntaxReferences[0].GetSyntax(), property.ContainingType);
    }

    /// <summary>
    /// The fields of the same type to one of which <paramref name="member"/>, a method or property that returns by reference, gives the reference:
    /// <c>ref int Slot() => ref _isLeft ? ref _left : ref _right;</c>. Empty where one of its returns gives anything else.
    /// </summary>
    public static ImmutableArray<IFieldSymbol> FieldsReferredToBy(ISymbol member)
    {
        if (member is not (IMethodSymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRef: true, IsIndexer: false })
            || member is not { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences: { IsEmpty: false } declarations })
        {
            return ImmutableArray<IFieldSymbol>.Empty;
        }

        var declaration = declarations[0].GetSyntax();
        var fields = ImmutableArray.CreateBuilder<IFieldSymbol>();
        foreach (var returned in BodyOf(declaration) is { } body ? [body] : ReturnedIn(declaration))
        {
            foreach (var place in PlacesIn(returned))
            {
                if (FieldNamed(place, member.ContainingType) is not { } field || IsDeclaredIn(declaration, field.Name))
                    return ImmutableArray<IFieldSymbol>.Empty;
                if (!fields.Contains(field))
                    fields.Add(field);
            }
        }

        return fields.ToImmutable();
    }

    private static IFieldSymbol? FieldOf(SyntaxNode declaration, INamedTypeSymbol type) =>
        BodyOf(declaration) is { } body ? FieldNamed(body is RefExpressionSyntax reference ? reference.Expression : body, type) : null;

    private static ExpressionSyntax? BodyOf(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
        PropertyDeclarationSyntax { AccessorList: { } accessors } => GetterOf(accessors),
        BaseMethodDeclarationSyntax method => Returned(method.ExpressionBody, method.Body),
        _ => null,
    };

    private static IFieldSymbol? FieldNamed(ExpressionSyntax expression, INamedTypeSymbol type)
    {
        var name = expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText,
            _ => null,
        };
        return name is null ? null : type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault();
    }

    /// <summary>What the returns of a longer body give; its local functions and lambdas return to somebody else.</summary>
    private static IEnumerable<ExpressionSyntax> ReturnedIn(SyntaxNode declaration) =>
        declaration.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
            .OfType<ReturnStatementSyntax>().Select(static one => one.Expression).OfType<ExpressionSyntax>();

    /// <summary>Each of the places that <c>ref a ? ref b : ref c</c> may mean.</summary>
    private static IEnumerable<ExpressionSyntax> PlacesIn(ExpressionSyntax reference) => reference switch
    {
        RefExpressionSyntax { Expression: var inner } => PlacesIn(inner),
        ParenthesizedExpressionSyntax { Expression: var inner } => PlacesIn(inner),
        ConditionalExpressionSyntax choice => PlacesIn(choice.WhenTrue).Concat(PlacesIn(choice.WhenFalse)),
        _ => [reference],
    };

    /// <summary>A parameter or local takes the name of a field from it.</summary>
    private static bool IsDeclaredIn(SyntaxNode declaration, string name) => declaration.DescendantNodes().Any(node => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText == name,
        VariableDeclaratorSyntax local => local.Identifier.ValueText == name,
        SingleVariableDesignationSyntax local => local.Identifier.ValueText == name,
        _ => false,
    });

    private static ExpressionSyntax? GetterOf(AccessorListSyntax accessors)
    {
        var getter = accessors.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter is null ? null : Returned(getter.ExpressionBody, getter.Body);
    }

    /// <summary>What code returns that does nothing else.</summary>
    private static ExpressionSyntax? Returned(ArrowExpressionClauseSyntax? arrow, BlockSyntax? body) =>
        arrow?.Expression ?? (body?.Statements is { Count: 1 } statements ? (statements[0] as ReturnStatementSyntax)?.Expression : null);

    private static bool HasNoAccessorCode(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: not null })
                return false;
            if (reference.GetSyntax() is PropertyDeclarationSyntax { AccessorList: { } list }
                && list.Accessors.Any(static accessor => accessor.Body is not null || accessor.ExpressionBody is not null))
            {
                return false;
            }
        }

        return true;
    }
}
