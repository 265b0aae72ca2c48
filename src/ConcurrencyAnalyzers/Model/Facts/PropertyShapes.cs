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

        var body = property.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => GetterOf(accessors),
            _ => null,
        };
        var name = body switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText,
            _ => null,
        };
        return name is null ? null : property.ContainingType.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault();
    }

    private static ExpressionSyntax? GetterOf(AccessorListSyntax accessors)
    {
        var getter = accessors.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter?.ExpressionBody?.Expression
            ?? (getter?.Body?.Statements is { Count: 1 } statements ? (statements[0] as ReturnStatementSyntax)?.Expression : null);
    }

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
