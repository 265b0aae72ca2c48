namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A variable is checked before a lock is taken and set under the lock, and the check lets a second thread in or shows what is not finished.</summary>
/// <remarks>
/// The check before the lock is only a hint. The smallest failing interleaving:
/// <code>
///   thread A                 thread B                 _settings
///   sees null                                         null
///                            sees null                null
///   takes the lock, loads                             A's
///                            takes the lock, loads    B's         what A's caller got is nobody else's
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BrokenDoubleCheckedLocking : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0106",
        name: nameof(BrokenDoubleCheckedLocking),
        title: "A check before the lock does not hold under it, or shows what is not finished",
        message: "'{0}' {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public BrokenDoubleCheckedLocking()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var broken in ask.Model.BrokenChecksIn(ask.File, ask.Cancellation))
            ask.Report(broken);
    }
}
