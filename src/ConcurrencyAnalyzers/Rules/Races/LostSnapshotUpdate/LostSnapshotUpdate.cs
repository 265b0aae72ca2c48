namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>An immutable or copied value is read, a new one is made of it and stored, and another thread can store its own in between.</summary>
/// <remarks>
/// Nobody changes a value that others have, so that all who read are safe; who writes is not. The smallest failing interleaving:
/// <code>
///   thread A                 thread B                 _items
///   reads [x]                                         [x]
///                            reads [x]                [x]
///   stores [x, a]                                     [x, a]
///                            stores [x, b]            [x, b]      a is lost
/// </code>
/// <c>volatile</c> shows the newest value to whoever reads; it does not keep it from being replaced.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostSnapshotUpdate : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0110",
        name: nameof(LostSnapshotUpdate),
        title: "A value made of an older one replaces what another thread has stored since",
        message: "'{0}' can lose an update: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public LostSnapshotUpdate()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var lost in ask.Model.LostSnapshotsIn(ask.File, ask.Cancellation))
        {
            if (ask.IsOwn(lost))
                ask.Report(lost);
        }
    }
}
