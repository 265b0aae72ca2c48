using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The names of members that declare which lock guards them, as the source spells the attribute.</summary>
internal static class GuardedNames
{
    public static IEnumerable<string> In(SyntaxNode node)
    {
        if (node is not MemberDeclarationSyntax { AttributeLists.Count: > 0 } member || !member.AttributeLists.Any(static list => list.ToString().Contains("GuardedBy")))
            return [];
        return member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(static variable => variable.Identifier.ValueText),
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            _ => [],
        };
    }
}
