namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A shared number is changed by <c>++</c>, <c>--</c>, <c>+=</c> or <c>x = x + 1</c> while another thread can change it too.</summary>
/// <remarks>
/// One line of source, three steps of the machine. The smallest failing interleaving:
/// <code>
///   thread A          thread B          _visitors
///   reads 7                             7
///                     reads 7           7
///   writes 8                            8
///                     writes 8          8             two came in, one is counted
/// </code>
/// <c>volatile</c> orders these steps; it does not join them.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsynchronizedIncrement : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0101",
        name: nameof(UnsynchronizedIncrement),
        title: "Shared memory is updated in steps that another thread can interrupt",
        message: "'{0}' can lose an update: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public UnsynchronizedIncrement()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var update in ask.Model.UpdatesIn(ask.File, ask.Cancellation))
        {
            if (ask.Model.RaceOn(update, ask.Cancellation).Proves(out var race) && !ask.IsSaidBefore(update))
                ask.Report(race);
        }
    }
}
