using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A member declaration that has code, and the places in it that may change memory in more than one step.</summary>
internal sealed class MemberSyntax(SyntaxNode node, TextSpan span)
{
    /// <summary>A method, constructor, accessor list's property, field with initializer, or the compilation unit for top-level statements.</summary>
    public SyntaxNode Node { get; } = node;

    /// <summary>Its own source, of the compilation unit only the statements. Members do not overlap, and come in order of it.</summary>
    public TextSpan Span { get; } = span;

    /// <summary>Of the compilation unit only what is inside the statements.</summary>
    public IEnumerable<SyntaxNode> Nodes => Node is CompilationUnitSyntax unit
        ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(static statement => statement.DescendantNodes())
        : Node.DescendantNodes();

    /// <summary>Of the compilation unit only those of the statements.</summary>
    public IEnumerable<SyntaxToken> Tokens => Node is CompilationUnitSyntax unit
        ? unit.Members.OfType<GlobalStatementSyntax>().SelectMany(static statement => statement.DescendantTokens())
        : Node.DescendantTokens();

    /// <summary>The name of a method or property; null of anything else.</summary>
    public string? Name => Node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The local that <paramref name="node"/> declares, parameters left out; null of anything else.</summary>
    public static string? LocalDeclaredBy(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Parent.Parent: not BaseFieldDeclarationSyntax } local => local.Identifier.ValueText,
        SingleVariableDesignationSyntax local => local.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Increments, compound assignments and plain assignments that may belong to a read before them.</summary>
    public List<SyntaxNode> Updates { get; } = [];

    /// <summary>A function inside of it sets a variable by an <c>out</c> argument, which may be the member's own.</summary>
    public bool SetsByOut { get; set; }

    /// <summary>Names on which something is called that may change what a container holds that others see; of what is no member the empty name.</summary>
    public HashSet<string> ChangedContents { get; } = new(StringComparer.Ordinal);
}
