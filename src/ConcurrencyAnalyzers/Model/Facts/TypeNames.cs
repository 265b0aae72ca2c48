using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Types by their simple names, as they are written, without binding anything.</summary>
internal static class TypeNames
{
    /// <summary>The last name of a type, that of what may be missing included; null of what has none.</summary>
    public static string? Of(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax name => name.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => Of(nullable.ElementType),
        _ => null,
    };

    /// <summary>The name of the type whose constructor <paramref name="node"/> runs first, if it is a constructor that does: its own by <c>: this(…)</c>, or else the first base.</summary>
    public static string? OfChained(SyntaxNode node) => node switch
    {
        ConstructorDeclarationSyntax { Initializer.RawKind: (int)SyntaxKind.ThisConstructorInitializer, Identifier.ValueText: var own } => own,
        ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } bases } } constructor when !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) => Of(bases[0].Type),
        _ => null,
    };

    /// <summary>The names in the list of bases, if <paramref name="node"/> is a type that has one.</summary>
    public static IEnumerable<KeyValuePair<string, TypeDeclarationSyntax>> OfBases(SyntaxNode node) =>
        node is TypeDeclarationSyntax { BaseList: { } list } type
            ? list.Types.Select(static one => Of(one.Type)).OfType<string>().Select(name => new KeyValuePair<string, TypeDeclarationSyntax>(name, type))
            : [];
}
