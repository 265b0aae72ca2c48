namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Memory is written under a reader-writer lock that is held for reading only.</summary>
/// <remarks>
/// Any number of threads hold a read lock at once. The smallest failing interleaving:
/// <code>
///   thread A: EnterReadLock   thread B: EnterReadLock   _hits
///   reads 7                                             7
///                             reads 7                   7
///   writes 8                                            8
///                             writes 8                  8        one of two hits is lost
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WriteUnderReadLock : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0116",
        name: nameof(WriteUnderReadLock),
        title: "Memory is written under a lock that is held for reading only",
        message: "'{0}' is written while others may read and write it: {1}",
        severity: DiagnosticSeverity.Info);

    /// <summary>Creates the rule; hosts do.</summary>
    public WriteUnderReadLock()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var write in ask.Model.ReadLockWritesIn(ask.File, ask.Cancellation))
        {
            if (!ask.IsSaidBefore(write.Write))
                ask.Report(write);
        }
    }
}
