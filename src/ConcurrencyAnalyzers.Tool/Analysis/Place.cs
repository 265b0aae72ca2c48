namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>A span of a source file, with the line that it starts on. Lines and columns count from zero, as the compiler's.</summary>
/// <param name="Path">Empty for what concerns the whole compilation.</param>
/// <param name="EndColumn">Behind the last character; on another line when <paramref name="EndLine"/> says so.</param>
/// <param name="SourceLine">The text of <paramref name="Line"/>, without its line break.</param>
internal sealed record Place(string Path, int Line, int Column, int EndLine, int EndColumn, string SourceLine)
{
    public static IComparer<Place> Order { get; } = Comparer<Place>.Create((left, right) =>
        string.CompareOrdinal(left.Path, right.Path) is var byPath and not 0
            ? byPath
            : (left.Line, left.Column, left.EndLine, left.EndColumn).CompareTo((right.Line, right.Column, right.EndLine, right.EndColumn)));

    public bool IsInSource => Path.Length > 0;

    // The real place, not the one that a #line directive claims: that is the line which the user must edit.
    public static Place Of(Location location)
    {
        if (location.SourceTree is not { } tree)
            return new(location.GetLineSpan().Path ?? "", 0, 0, 0, 0, "");

        var span = tree.GetLineSpan(location.SourceSpan);
        return new(
            span.Path, span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Line, span.EndLinePosition.Character,
            tree.GetText().Lines[span.StartLinePosition.Line].ToString());
    }
}
