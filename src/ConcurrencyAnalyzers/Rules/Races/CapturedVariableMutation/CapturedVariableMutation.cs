namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A local variable that several threads have captured is changed by one of them.</summary>
/// <remarks>
/// A lambda takes the variable along and not its value: on however many threads it runs, the variable is one. The smallest failing interleaving:
/// <code>
///   thread A: size 5          thread B: size 9          largest
///   asks: 5 > 3               asks: 9 > 3               3
///                             writes 9                  9
///   writes 5                                            5             the largest is forgotten
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedVariableMutation : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0107",
        name: nameof(CapturedVariableMutation),
        title: "A captured variable is changed while another thread uses it",
        message: "'{0}' can {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public CapturedVariableMutation()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var mutation in ask.Model.CapturedMutationsIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(mutation.Write))
                ask.Report(mutation);
        }
    }
}
