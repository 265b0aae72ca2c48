using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The simple names in a type's list of bases, without binding anything.</summary>
internal static class BaseNames
{
    public static IEnumerable<KeyValuePair<string, TypeDeclarationSyntax>> In(SyntaxNode node) =>
        node is TypeDeclarationSyntax { BaseList: { } list } type
            ? list.Types.Select(static one => SimpleName(one.Type)).OfType<string>()
                .Select(name => new KeyValuePair<string, TypeDeclarationSyntax>(name, type))
            : [];

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };
}
