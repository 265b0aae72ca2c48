using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>The members with attributes that a file declares, as symbols.</summary>
internal static class DeclaredMembers
{
    public static IEnumerable<ISymbol> In(SyntaxTree tree, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var node in tree.GetRoot(cancellation).DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is not MemberDeclarationSyntax { AttributeLists.Count: > 0 } member)
                continue;
            SyntaxNode declaration = member is BaseFieldDeclarationSyntax field ? field.Declaration.Variables[0] : member;
            if (model.GetDeclaredSymbol(declaration, cancellation) is { ContainingType: not null } symbol)
                yield return symbol;
        }
    }
}
