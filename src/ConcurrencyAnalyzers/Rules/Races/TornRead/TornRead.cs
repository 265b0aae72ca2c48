namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A value of several words is read while another thread sets it.</summary>
/// <remarks>
/// A copy of more than a word takes several steps. The smallest failing interleaving:
/// <code>
///   reader                  writer                    _limit, two words
///                           sets the first            new  old
///   copies both             …                         new  old     a limit that nobody has ever set
///                           sets the second           new  new
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TornRead : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0112",
        name: nameof(TornRead),
        title: "A value of several words is read while another thread sets it",
        message: "'{0}' can be read half set: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public TornRead()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var torn in ask.Model.TornReadsIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(torn.Read))
                ask.Report(torn);
        }
    }
}
