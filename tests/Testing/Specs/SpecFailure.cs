namespace ConcurrencyAnalyzers.Testing;

/// <summary>One thing that a page says and the code does not do, printed as compilers print errors, so that editors jump to it.</summary>
public sealed record SpecFailure(string Page, int Line, int Column, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{Page}({Line},{Column}): error SPEC001: {Message}";
}

/// <summary>A block of a page failed.</summary>
public sealed class SpecFailedException(IReadOnlyList<SpecFailure> failures) : Exception(string.Join("\n", failures))
{
    /// <summary>Everything that is wrong with the block, by position.</summary>
    public IReadOnlyList<SpecFailure> Failures { get; } = failures;
}
