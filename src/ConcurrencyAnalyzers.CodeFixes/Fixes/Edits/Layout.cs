using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>How a file is laid out: what is written into it looks like the rest of it.</summary>
/// <remarks>The file itself decides. Only where it has nothing to look at do its .editorconfig and then the usual defaults.</remarks>
internal sealed class Layout
{
    /// <summary>A file's habit shows in its first braces; the rest need not be looked at.</summary>
    private const int MostBraces = 50;

    private readonly SourceText _text;

    private Layout(SourceText text, string newLine, string unit, bool braceOnOwnLine, bool alwaysBraces)
    {
        (_text, NewLine, Unit, BraceOnOwnLine, AlwaysBraces) = (text, newLine, unit, braceOnOwnLine, alwaysBraces);
    }

    public string NewLine { get; }

    /// <summary>One level of indentation.</summary>
    public string Unit { get; }

    public bool BraceOnOwnLine { get; }

    /// <summary>Whether a single statement gets braces too.</summary>
    public bool AlwaysBraces { get; }

    public static Layout Of(SyntaxNode root, SourceText text, AnalyzerConfigOptions options)
    {
        var blocks = root.DescendantNodes(static node => node is not ExpressionSyntax).Select(OpenBrace).Where(static brace => brace.Span.Length > 0);
        return new Layout(
            text,
            LineBreakOf(text, options),
            blocks.Select(brace => UnitInside(brace, text)).FirstOrDefault(static unit => unit is not null) ?? UnitBy(options),
            IsUsual(blocks.Where(brace => SpansLines(brace, text)).Take(MostBraces).ToList(), brace => IsFirstOnLine(brace.SpanStart, text)),
            !options.TryGetValue("csharp_prefer_braces", out var braces) || braces.StartsWith("true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The white space that the line of <paramref name="position"/> begins with.</summary>
    public string IndentAt(int position) => IndentOf(_text.Lines.GetLineFromPosition(position), _text);

    public bool IsFirstOnLine(int position) => IsFirstOnLine(position, _text);

    /// <summary>Whether nothing but comments follows <paramref name="token"/> on its line.</summary>
    public bool IsLastOnLine(SyntaxToken token) =>
        token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) || token.GetNextToken(includeZeroWidth: true).IsKind(SyntaxKind.EndOfFileToken);

    /// <summary>Where the line of <paramref name="token"/> ends, its trailing comments included and trailing white space not.</summary>
    public int EndOfLine(SyntaxToken token)
    {
        var end = token.Span.End;
        foreach (var trivia in token.TrailingTrivia)
        {
            if (!trivia.IsKind(SyntaxKind.EndOfLineTrivia) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia))
                end = trivia.Span.End;
        }

        return end;
    }

    private static bool IsFirstOnLine(int position, SourceText text) => IsBlank(text, text.Lines.GetLineFromPosition(position).Start, position);

    private static bool IsBlank(SourceText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
                return false;
        }

        return true;
    }

    private static string IndentOf(TextLine line, SourceText text)
    {
        var end = line.Start;
        while (end < line.End && char.IsWhiteSpace(text[end]))
            end++;
        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    private static string LineBreakOf(SourceText text, AnalyzerConfigOptions options)
    {
        var first = text.Lines[0];
        if (first.EndIncludingLineBreak > first.End)
            return text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
        return options.TryGetValue("end_of_line", out var end) && end.Equals("crlf", StringComparison.OrdinalIgnoreCase) ? "\r\n" : "\n";
    }

    private static string UnitBy(AnalyzerConfigOptions options)
    {
        if (options.TryGetValue("indent_style", out var style) && style.Equals("tab", StringComparison.OrdinalIgnoreCase))
            return "\t";
        var isSet = options.TryGetValue("indent_size", out var size) && int.TryParse(size, out var width) && width is > 0 and <= 16;
        return new string(' ', isSet ? int.Parse(size!, System.Globalization.CultureInfo.InvariantCulture) : 4);
    }

    private static SyntaxToken OpenBrace(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.OpenBraceToken,
        BlockSyntax block => block.OpenBraceToken,
        NamespaceDeclarationSyntax space => space.OpenBraceToken,
        _ => default,
    };

    /// <summary>What a line inside the braces has more of than the line of the closing brace.</summary>
    private static string? UnitInside(SyntaxToken brace, SourceText text)
    {
        var inside = brace.GetNextToken();
        var close = brace.Parent!.ChildTokens().Last();
        if (inside == close || inside.RawKind == 0 || !IsFirstOnLine(inside.SpanStart, text) || !IsFirstOnLine(close.SpanStart, text))
            return null;

        var outer = IndentOf(text.Lines.GetLineFromPosition(close.SpanStart), text);
        var inner = IndentOf(text.Lines.GetLineFromPosition(inside.SpanStart), text);
        return inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) ? inner.Substring(outer.Length) : null;
    }

    private static bool IsUsual(List<SyntaxToken> braces, Func<SyntaxToken, bool> isOnOwnLine) => 2 * braces.Count(isOnOwnLine) >= braces.Count;

    private static bool SpansLines(SyntaxToken brace, SourceText text) =>
        text.Lines.IndexOf(brace.SpanStart) != text.Lines.IndexOf(brace.Parent!.Span.End);
}
