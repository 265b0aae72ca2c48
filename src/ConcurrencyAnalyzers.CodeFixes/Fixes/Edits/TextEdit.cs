namespace ConcurrencyAnalyzers.Fixes.Edits;

/// <summary>A span of the original text and what stands there afterwards; an empty span is an insertion.</summary>
/// <remarks>
/// Repairs are written in pieces, not as whole nodes: <c>a[i++] += 2</c> becomes an insertion before <c>a</c>, a comma for <c>+=</c> and a
/// bracket at the end. The text between the pieces stays as it is, with its comments, and another repair may change it in turn: so repairs of
/// nested places combine, and combine to the same text in any order.
/// </remarks>
/// <param name="Span">What is replaced.</param>
/// <param name="Text">What it is replaced by.</param>
/// <param name="Owner">The syntax that the piece opens, closes or lies in. It decides between insertions at one place.</param>
internal readonly record struct TextEdit(TextSpan Span, string Text, TextSpan Owner) : IComparable<TextEdit>
{
    private bool Closes => Span.IsEmpty && Owner.End == Span.Start && !Owner.IsEmpty;

    private bool LiesInside => Owner.Start < Span.Start;

    /// <summary>Indentation that was meant for a line break which another piece removes is not missed.</summary>
    public bool IsIndentation => Span.IsEmpty && string.IsNullOrWhiteSpace(Text);

    public int CompareTo(TextEdit other)
    {
        var order = Span.Start.CompareTo(other.Span.Start);
        if (order == 0)
            order = Rank.CompareTo(other.Rank);

        // Inside out where syntax ends, outside in where it begins.
        if (order == 0)
            order = Closes ? other.Owner.Start.CompareTo(Owner.Start) : other.Owner.Length.CompareTo(Owner.Length);
        if (order == 0)
            order = Span.Length.CompareTo(other.Span.Length);
        return order == 0 ? string.CompareOrdinal(Text, other.Text) : order;
    }

    private int Rank => Closes ? 0 : LiesInside ? 1 : 2;
}
