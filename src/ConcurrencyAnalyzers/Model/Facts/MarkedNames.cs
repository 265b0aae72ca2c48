using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The names of members that an annotation speaks of, as the source spells it: those that bear it, and the variables of a type that does.</summary>
internal static class MarkedNames
{
    public static IEnumerable<string> GuardedIn(SyntaxNode node) => node is MemberDeclarationSyntax member and not BaseTypeDeclarationSyntax && Bears(member, "GuardedBy") ? NamesOf(member) : [];

    public static IEnumerable<string> ConfinedIn(SyntaxNode node) => node switch
    {
        TypeDeclarationSyntax type when Bears(type, "Confined") => type.Members.Where(static member => member is FieldDeclarationSyntax or PropertyDeclarationSyntax).SelectMany(NamesOf)
            .Concat(type.ParameterList?.Parameters.Select(static parameter => parameter.Identifier.ValueText) ?? []),
        MemberDeclarationSyntax member and not TypeDeclarationSyntax when Bears(member, "Confined") => NamesOf(member),
        _ => [],
    };

    private static bool Bears(MemberDeclarationSyntax member, string attribute) =>
        member.AttributeLists.Count > 0 && member.AttributeLists.Any(list => list.ToString().Contains(attribute));

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText),
        PropertyDeclarationSyntax property => [property.Identifier.ValueText],
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        _ => [],
    };
}
