namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>What an update does to its variable.</summary>
internal enum AtomicStep
{
    Increment,
    Decrement,
    Add,

    /// <summary>Written as <c>Add</c> of the negated amount.</summary>
    Subtract,
    And,
    Or,
}

internal static class AtomicSteps
{
    /// <summary>The method of <c>Interlocked</c> that does it.</summary>
    public static string Method(this AtomicStep step) => step == AtomicStep.Subtract ? nameof(AtomicStep.Add) : step.ToString();
}
