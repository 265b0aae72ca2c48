using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A lock that a repair adds.</summary>
/// <param name="name">Its name, which nothing in its scope has yet.</param>
/// <param name="anchor">The declaration that it stands beside, earlier than all code that takes it.</param>
internal abstract class NewGate(string name, SyntaxNode anchor)
{
    public string Name { get; } = name;

    public SyntaxTree Tree => Anchor.SyntaxTree;

    /// <summary>Two gates with one key are one gate.</summary>
    public abstract string Key { get; }

    protected SyntaxNode Anchor { get; } = anchor;

    /// <summary>This gate, so that it serves both.</summary>
    public abstract NewGate With(NewGate other);

    public abstract void Write(DocumentEdits edits, bool mayUseLockType);

    /// <summary>The same of two places whichever repair comes first.</summary>
    protected bool ComesBefore(NewGate other) =>
        string.CompareOrdinal(Tree.FilePath, other.Tree.FilePath) is var order
        && (order == 0 ? Anchor.SpanStart <= other.Anchor.SpanStart : order < 0);

    /// <summary><c>System.Threading.Lock</c> where the framework has it and the language locks it as such, else <c>object</c>.</summary>
    /// <remarks>A class of that name in the source is somebody's stand-in; what <c>lock</c> makes of it is theirs to know.</remarks>
    protected string TypeAt(SemanticModel model, bool mayUseLockType) =>
        mayUseLockType && model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp13 }
        && model.Compilation.GetTypeByMetadataName("System.Threading.Lock") is { DeclaredAccessibility: Accessibility.Public } type
        && type.Locations.Any(static location => location.IsInMetadata)
            ? type.ToMinimalDisplayString(model, Anchor.SpanStart)
            : "object";
}
