namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>The text of a statement with a header and a block, such as <c>lock</c>, around other text.</summary>
/// <param name="layout">How the file is laid out.</param>
/// <param name="indent">The white space before the statement; null to stay on one line.</param>
internal sealed class BlockText(Layout layout, string? indent)
{
    public bool OnOneLine => indent is null;

    /// <summary>Between two statements.</summary>
    public string Break => indent is null ? " " : layout.NewLine + indent;

    /// <summary>Up to the first statement inside.</summary>
    public string Open(string header, bool braces)
    {
        if (indent is null)
            return braces ? $"{header} {{ " : $"{header} ";
        var inside = layout.NewLine + indent + layout.Unit;
        return braces ? $"{header}{OpenBrace}{inside}" : $"{header}{inside}";
    }

    /// <summary>After the last statement inside.</summary>
    public string Close(bool braces) => !braces ? "" : indent is null ? " }" : $"{layout.NewLine}{indent}}}";

    /// <summary>An open brace after a header.</summary>
    public string OpenBrace => indent is null || !layout.BraceOnOwnLine ? " {" : $"{layout.NewLine}{indent}{{";

    /// <summary>The same, one level further in.</summary>
    public BlockText Inside() => indent is null ? this : new BlockText(layout, indent + layout.Unit);
}
