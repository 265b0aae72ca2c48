namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A variable gets a value that was made of the one it held before: <c>_items = _items.Add(item)</c>, <c>_state = _state with { … }</c>.</summary>
/// <param name="Read">Where the old value was read; the write itself where one call does both.</param>
/// <param name="Write">Where the new value replaces what is there by then.</param>
internal sealed record Snapshot(Access Read, Access Write)
{
    /// <summary>A condition that lets one on to the write, and that asks about an older value still.</summary>
    public Access? Check { get; init; }

    /// <summary>The write is a <c>CompareExchange</c> whose answer nobody looks at: where another was faster it does nothing.</summary>
    public bool IsUnheeded { get; init; }

    /// <summary>The old value is copied and lives on, so that those who have it see no change; or it cannot change at all.</summary>
    public bool IsOfImmutable { get; init; }

    /// <summary>What the write relies on first.</summary>
    public Access First => Check ?? Read;

    /// <summary>The write as an update that holds the locks which are held from the first read on: what another thread needs none of may come in between.</summary>
    public Access Gap { get; } = new(
        Write.Frame, Write.Syntax, Write.Target, Write.Memory, Write.Path, AccessKind.ReadModifyWrite, Read == Write ? Write.Locks : Write.Locks.HeldThroughout(Read.Locks))
    {
        IsAtomic = Write.IsAtomic,
        EarlierRead = Write.Syntax.Span.Contains(Read.Syntax.Span) ? null : Read.Syntax,
        LockedAtWrite = !Write.Locks.IsEmpty,
        SpansAwait = Write.Frame.Awaits.Any(place => place.SpanStart >= Read.Syntax.SpanStart && place.SpanStart < Write.Syntax.Span.End),
    };

    /// <summary>Read and write stand in one expression.</summary>
    public bool IsOneExpression => Write.Syntax.Span.Contains(Read.Syntax.Span);
}
