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

    /// <summary>The field of the same type to which <paramref name="member"/>, a method or property that returns by reference, gives the reference: <c>ref int Slot() => ref _slot;</c>.</summary>
    public static IFieldSymbol? FieldReferredToBy(ISymbol member) =>
        member is IMethodSymbol { ReturnsByRef: true } or IPropertySymbol { ReturnsByRef: true, IsIndexer: false }
        && member is { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences: { IsEmpty: false } declarations }
            ? FieldOf(declarations[0].GetSyntax(), member.ContainingType)
            : null;

    private static IFieldSymbol? FieldOf(SyntaxNode declaration, INamedTypeSymbol type)
    {
        var body = declaration switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => GetterOf(accessors),
            BaseMethodDeclarationSyntax method => Returned(method.ExpressionBody, method.Body),
            _ => null,
        };
        var name = (body is RefExpressionSyntax reference ? reference.Expression : body) switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText,
            _ => null,
        };
        return name is null ? null : type.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault();
    }

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
