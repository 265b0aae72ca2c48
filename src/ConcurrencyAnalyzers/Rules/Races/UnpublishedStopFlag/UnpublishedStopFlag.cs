namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A loop runs until another thread sets a plain variable, which a compiler may read once for all rounds.</summary>
/// <remarks>
/// The smallest failing interleaving:
/// <code>
///   worker                              main                _stop
///   reads false into a register                             false
///                                       sets it, joins      true
///   asks the register, for ever         waits, for ever     true
/// </code>
/// Debug builds read it in each round.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnpublishedStopFlag : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0111",
        name: nameof(UnpublishedStopFlag),
        title: "A loop waits for a plain variable that another thread sets",
        message: "'{0}' can be {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public UnpublishedStopFlag()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var flag in ask.Model.PolledFlagsIn(ask.File, ask.Cancellation))
            ask.Report(flag);
    }
}
