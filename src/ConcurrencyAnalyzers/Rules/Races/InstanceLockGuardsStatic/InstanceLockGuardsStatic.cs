namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Static memory is written under a lock of one instance, of which every instance has its own.</summary>
/// <remarks>
/// Both hold their lock, and neither keeps the other out. The smallest failing interleaving:
/// <code>
///   desk 1: lock (this)    desk 2: lock (this)    s_last
///   reads 7                                       7
///                          reads 7                7
///   writes 8                                      8
///                          writes 8               8       two tickets have the number 8
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InstanceLockGuardsStatic : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0115",
        name: nameof(InstanceLockGuardsStatic),
        title: "A lock of one instance guards what all instances share",
        message: "'{0}' is shared by all instances: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public InstanceLockGuardsStatic()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var guard in ask.Model.InstanceGuardsIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(guard.Write))
                ask.Report(guard);
        }
    }
}
