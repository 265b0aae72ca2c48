using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Specs.Tests.Rewriting;

/// <summary>Turns the order of members, of types and of modifiers round. Directives (<c>#nullable</c>) hold from one place to another and stay as they are, with their file.</summary>
internal sealed class OtherOrder(Compilation compilation) : Rewriter(compilation)
{
    public override SyntaxNode? VisitCompilationUnit(CompilationUnitSyntax node)
    {
        if (node.ContainsDirectives)
            return node;

        var unit = (CompilationUnitSyntax)base.VisitCompilationUnit(node)!;
        var statements = unit.Members.TakeWhile(static member => member is GlobalStatementSyntax).ToList();
        return unit.WithMembers([.. statements, .. Turned(unit.Members.Skip(statements.Count))]);
    }

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => Turned((TypeDeclarationSyntax)base.VisitClassDeclaration(node)!);

    public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node) => Turned((TypeDeclarationSyntax)base.VisitStructDeclaration(node)!);

    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => Turned((TypeDeclarationSyntax)base.VisitRecordDeclaration(node)!);

    public override SyntaxNode? VisitInterfaceDeclaration(InterfaceDeclarationSyntax node) => Turned((TypeDeclarationSyntax)base.VisitInterfaceDeclaration(node)!);

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => Turned(node);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) => Turned((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!);

    /// <summary><c>partial</c> and <c>const</c> have their place, and <c>ref</c> belongs to a type; all others stand as they like.</summary>
    private MemberDeclarationSyntax Turned(MemberDeclarationSyntax member)
    {
        if (member.Modifiers.Count < 2 || member.Modifiers.Any(SyntaxKind.PartialKeyword) || member.Modifiers.Any(SyntaxKind.RefKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword) || member.ContainsDirectives)
            return member;

        Edits += member.Modifiers.Count - 1;
        var turned = member.Modifiers.Reverse().Select((modifier, index) => SyntaxFactory.Token(member.Modifiers[index].LeadingTrivia, modifier.Kind(), member.Modifiers[index].TrailingTrivia));
        return member.WithModifiers(SyntaxFactory.TokenList(turned));
    }

    private TypeDeclarationSyntax Turned(TypeDeclarationSyntax type) => type.WithMembers([.. Turned(type.Members.AsEnumerable())]);

    private IEnumerable<MemberDeclarationSyntax> Turned(IEnumerable<MemberDeclarationSyntax> members)
    {
        var turned = members.Reverse().ToList();
        Edits += Math.Max(0, turned.Count - 1);

        // Only the last line of a file may have no end, and what was last is not last any more.
        return turned.Select(static member => member.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? member : member.WithTrailingTrivia(member.GetTrailingTrivia().Add(SyntaxFactory.LineFeed)));
    }
}
