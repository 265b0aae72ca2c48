namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A collection that a lock guards is handed out to code that cannot take the lock.</summary>
/// <remarks>
/// The lock is held as the reference leaves, and not as it is used. The smallest failing interleaving:
/// <code>
///   caller                        Add, holds _gate        _guests
///   list = hotel.Guests                                   3
///   foreach: first guest                                  3
///                                 adds a fourth           4
///   foreach: next guest                                   4      InvalidOperationException
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeakedGuardedCollection : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0117",
        name: nameof(LeakedGuardedCollection),
        title: "A collection that a lock guards is handed out",
        message: "'{0}' is used without its lock by whoever gets it: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public LeakedGuardedCollection()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var leaked in ask.Model.LeakedCollectionsIn(ask.File, ask.Cancellation))
            ask.Report(leaked);
    }
}
