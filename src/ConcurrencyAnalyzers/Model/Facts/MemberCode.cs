using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The pieces of a member declaration that run.</summary>
internal static class MemberCode
{
    public static IEnumerable<SyntaxNode> In(SyntaxNode member) => member switch
    {
        BaseMethodDeclarationSyntax or CompilationUnitSyntax or PrimaryConstructorBaseTypeSyntax => [member],
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Where(static one => one.Initializer is not null).Select(static one => (SyntaxNode)one.Initializer!),
        BasePropertyDeclarationSyntax property => InProperty(property),
        _ => [],
    };

    /// <summary>The method, constructor or accessor that <paramref name="code"/> is the body of; null for initializers.</summary>
    public static IMethodSymbol? MethodOf(SyntaxNode code, SemanticModel model, CancellationToken cancellation) => code switch
    {
        CompilationUnitSyntax unit => model.GetDeclaredSymbol(unit, cancellation),
        BaseMethodDeclarationSyntax method => Definition(model.GetDeclaredSymbol(method, cancellation)),
        PrimaryConstructorBaseTypeSyntax { Parent.Parent: TypeDeclarationSyntax type } => PrimaryConstructorOf(type, model, cancellation),
        AccessorDeclarationSyntax accessor => model.GetDeclaredSymbol(accessor, cancellation),
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax property } =>
            (model.GetDeclaredSymbol(property, cancellation) as IPropertySymbol)?.GetMethod,
        _ => null,
    };

    /// <summary>The type whose constructors run <paramref name="code"/>, if it is an initializer of an instance member.</summary>
    public static INamedTypeSymbol? InitializedType(SyntaxNode code, SemanticModel model, CancellationToken cancellation)
    {
        if (code is not EqualsValueClauseSyntax { Parent: { } declaration })
            return null;
        return model.GetDeclaredSymbol(declaration, cancellation) is { IsStatic: false } member ? member.ContainingType : null;
    }

    private static IMethodSymbol? PrimaryConstructorOf(TypeDeclarationSyntax type, SemanticModel model, CancellationToken cancellation) =>
        (model.GetDeclaredSymbol(type, cancellation) as INamedTypeSymbol)?.InstanceConstructors.FirstOrDefault(one => one.DeclaringSyntaxReferences.Any(part => part.Span == type.Span && part.SyntaxTree == type.SyntaxTree));

    private static IMethodSymbol? Definition(IMethodSymbol? method) => method?.PartialImplementationPart ?? method;

    private static IEnumerable<SyntaxNode> InProperty(BasePropertyDeclarationSyntax property)
    {
        if (property.AccessorList is { } list)
        {
            foreach (var accessor in list.Accessors)
            {
                if (accessor.Body is not null || accessor.ExpressionBody is not null)
                    yield return accessor;
            }
        }

        var (arrow, initializer) = property switch
        {
            PropertyDeclarationSyntax one => (one.ExpressionBody, one.Initializer),
            IndexerDeclarationSyntax one => (one.ExpressionBody, null),
            _ => (null, null),
        };
        if (arrow is not null)
            yield return arrow;
        if (initializer is not null)
            yield return initializer;
    }
}
