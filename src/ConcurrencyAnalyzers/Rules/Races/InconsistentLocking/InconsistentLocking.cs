namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A variable that a lock guards at most of its accesses is used without that lock.</summary>
/// <remarks>
/// A lock protects nothing from those who do not take it. The smallest failing interleaving:
/// <code>
///   Deposit, locked        Reset, not locked     _balance
///   reads 7                                      7
///                          writes 0              0
///   writes 8                                     8         the reset is lost
/// </code>
/// Which lock guards a variable is counted, as RacerD and SpotBugs do: no thread needs to be in sight, since who takes a lock says that there are some. On
/// real code that was right too seldom for a warning (docs/precision).
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InconsistentLocking : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0102",
        name: nameof(InconsistentLocking),
        title: "A lock is held at most accesses to this variable, and not at this one",
        message: "'{0}' is used without {1}, which guards it: {2}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public InconsistentLocking()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var use in ask.Model.UnguardedUsesIn(ask.File, ask.Cancellation))
        {
            if (!use.IsDeclared && !ask.IsSaidBefore(use.Access))
                ask.Report(use);
        }
    }
}
