using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>A piece of code that can run under a lock as a whole.</summary>
internal abstract class Section(SemanticModel model)
{
    protected SemanticModel Model { get; } = model;

    /// <summary>What runs under the lock.</summary>
    public abstract TextSpan Span { get; }

    /// <summary>The syntax that runs under the lock, for questions about what it does there.</summary>
    public abstract IEnumerable<SyntaxNode> Contents { get; }

    /// <summary>What a repair says about it in its title, where it changes more than timing.</summary>
    public virtual string? Caution => null;

    /// <summary>Whether this shape can be put under a lock and stay what it is.</summary>
    public abstract bool IsPossible { get; }

    public abstract void Write(DocumentEdits edits, string lockText);

    /// <summary>The type as a declaration at <paramref name="position"/> writes it; null for one without a name.</summary>
    public static string? NameOf(ITypeSymbol? type, SemanticModel model, int position) =>
        type is null or IErrorTypeSymbol or { IsAnonymousType: true } ? null : type.ToMinimalDisplayString(model, position);

    /// <summary>A lock is held by a thread: it cannot span a place where the method gives its thread away.</summary>
    protected static bool GivesThreadAway(SyntaxNode node) =>
        Functions.OwnNodes(node).Any(static inner =>
            inner is AwaitExpressionSyntax or YieldStatementSyntax
                or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }
                or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 }
                or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });
}
