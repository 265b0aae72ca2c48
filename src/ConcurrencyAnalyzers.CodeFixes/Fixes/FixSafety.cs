namespace ConcurrencyAnalyzers.Fixes;

/// <summary>How much of a program's behaviour a repair may change; each value allows what the one before it allows.</summary>
internal enum FixSafety
{
    /// <summary>Same values, same order of effects, same exceptions: only the race is gone.</summary>
    Safe,

    /// <summary>Same values, but something may now wait for something else; the title says what.</summary>
    ChangesTiming,

    /// <summary>A value, an order or an exception may differ from what was written; the title says which.</summary>
    NeedsReview,
}
