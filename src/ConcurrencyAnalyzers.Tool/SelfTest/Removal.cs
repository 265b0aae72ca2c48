using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>What keeps threads apart, or in order, and is taken out.</summary>
internal enum RemovalKind
{
    Lock,
    Join,
    Interlocked,
    Volatile,
}

/// <summary>One protection, and the program without it.</summary>
/// <param name="Span">What is cut out.</param>
/// <param name="Replacement">What stands there instead, as long as <paramref name="Span"/> and with as many lines, so that nothing else moves.</param>
/// <param name="Guarded">The code that it protected.</param>
internal sealed record Removal(RemovalKind Kind, SyntaxTree Tree, TextSpan Span, string Replacement, TextSpan Guarded)
{
    public static Removal Of(RemovalKind kind, SyntaxTree tree, TextSpan span, string instead, TextSpan guarded) =>
        new(kind, tree, span, Fill(tree.GetText().ToString(span), instead), guarded);

    /// <summary>The same program, one protection poorer.</summary>
    public CSharpCompilation From(CSharpCompilation compilation) => compilation.ReplaceSyntaxTree(Tree, Without());

    public SyntaxTree Without() => Tree.WithChangedText(Tree.GetText().Replace(Span, Replacement));

    private static string Fill(string original, string instead)
    {
        if (instead.Length > original.Length)
            throw new ArgumentException($"'{instead}' is longer than '{original}', and what follows would move.", nameof(instead));

        var rest = original[instead.Length..].Select(static sign => sign is '\n' or '\r' ? sign : ' ');
        return instead + string.Concat(rest);
    }
}
