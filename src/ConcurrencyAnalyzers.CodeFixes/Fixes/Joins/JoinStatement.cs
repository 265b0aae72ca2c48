using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>What waits for a thread, or for all threads of a collection.</summary>
/// <param name="Thread">The thread, or the name that each thread of the collection gets.</param>
/// <param name="MayBeNull">There may be none.</param>
/// <param name="Collection">Null for one thread.</param>
/// <param name="OnlyIfAlive">It may not have been started, so that <c>Join</c> would throw.</param>
internal sealed record JoinStatement(string Thread, bool MayBeNull, string? Collection = null, bool OnlyIfAlive = false)
{
    /// <summary>Something else on which it depends: <c>disposing</c>.</summary>
    public string? Condition { get; init; }

    /// <summary>It needs no block.</summary>
    public bool IsOneExpression => Collection is null && !OnlyIfAlive && Condition is null;

    public string TextIn(BlockText text, Layout layout)
    {
        if (Condition is not null)
            return text.Open($"if ({Condition})", braces: true) + (this with { Condition = null }).TextIn(text.Inside(), layout) + text.Close(braces: true);

        var join = $"{Thread}{(MayBeNull ? "?" : "")}.Join();";
        var header = Collection is not null ? $"foreach (var {Thread} in {Collection})"
            : OnlyIfAlive ? $"if ({Thread}{(MayBeNull ? " is { IsAlive: true }" : ".IsAlive")})" : null;
        if (header is null)
            return join;

        // The condition has seen that it is there.
        var inner = OnlyIfAlive && Collection is null ? $"{Thread}.Join();" : join;
        return text.Open(header, layout.AlwaysBraces) + inner + text.Close(layout.AlwaysBraces);
    }

    /// <summary>Writes it behind <paramref name="previous"/>, as a statement of the same list.</summary>
    public void WriteAfter(StatementSyntax previous, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var last = previous.GetLastToken();
        var fitsLines = layout.IsFirstOnLine(previous.SpanStart) && layout.IsLastOnLine(last);
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(previous.SpanStart) : null);
        var end = fitsLines ? layout.EndOfLine(last) : previous.Span.End;
        edits.Insert(end, text.Break + TextIn(text, layout), TextSpan.FromBounds(previous.SpanStart, end));
    }

    /// <summary>Writes it in place of <paramref name="statement"/>.</summary>
    public void WriteInstead(StatementSyntax statement, DocumentEdits edits)
    {
        var layout = edits.Layout;
        var fitsLines = layout.IsFirstOnLine(statement.SpanStart) && layout.IsLastOnLine(statement.GetLastToken());
        var text = new BlockText(layout, fitsLines ? layout.IndentAt(statement.SpanStart) : null);
        edits.Replace(statement.Span, TextIn(text, layout), statement.Span);
    }
}
