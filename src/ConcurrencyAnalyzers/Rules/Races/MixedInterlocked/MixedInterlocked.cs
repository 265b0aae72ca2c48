namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A variable is updated by <c>Interlocked</c> in one place and plainly in another.</summary>
/// <remarks>
/// An atomic step keeps out other atomic steps only. The smallest failing interleaving:
/// <code>
///   thread A: _open--     thread B: Interlocked.Increment   _open
///   reads 5                                                 5
///                         5 -> 6                            6
///   writes 4                                                4       one is open more than is counted
/// </code>
/// A plain write that takes one step loses nothing; but it is not ordered, so that another processor may see it before the writes it stands behind. That, and
/// what no two threads are seen to do, is a suggestion.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MixedInterlocked : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0109",
        name: nameof(MixedInterlocked),
        title: "A variable that Interlocked updates is also written without it",
        message: "'{0}' is not left to Interlocked: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public MixedInterlocked()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var mixed in ask.Model.MixedAccessesIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(mixed.Write))
                ask.Report(mixed);
        }
    }
}
