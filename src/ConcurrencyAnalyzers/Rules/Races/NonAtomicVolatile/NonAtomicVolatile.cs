namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A volatile field is changed by <c>++</c>, <c>--</c>, <c>|=</c> or <c>x = x + 1</c>, as if <c>volatile</c> made that one step.</summary>
/// <remarks>
/// <c>volatile</c> orders a read or a write; it does not join the two. The smallest failing interleaving:
/// <code>
///   thread A          thread B          _readers
///   reads 1                             1
///                     reads 1           1
///   writes 2                            2
///                     writes 2          2             two more came in, one is counted
/// </code>
/// The declaration says that several threads use the field: no second thread has to be shown. Without one it is a suggestion.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NonAtomicVolatile : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0108",
        name: nameof(NonAtomicVolatile),
        title: "A volatile field is updated in steps that another thread can interrupt",
        message: "'{0}' is volatile and can still lose an update: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public NonAtomicVolatile()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var update in ask.Model.VolatileUpdatesIn(ask.File, ask.Cancellation))
            ask.Report(update);
    }
}
