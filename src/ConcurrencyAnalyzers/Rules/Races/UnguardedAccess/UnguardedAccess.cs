namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>
/// A declared guard is not held: at an access to a variable with <c>[GuardedBy]</c>, or at a call of a method that demands a lock of its callers; or a variable that
/// <c>[Confined]</c> gives to one thread is touched by another. Or there is
/// nothing that could be held: work that the program begins writes a field which somebody else uses meanwhile.
/// </summary>
/// <remarks>
/// A declaration says that two threads get here; without one the model has to see both. The smallest failing interleaving:
/// <code>
///   Push, holds _gate      Peek, does not        _count   _items
///   _count becomes 4                             4        3 filled
///                          reads _items[3]       4        3 filled     nothing is there yet
///   fills _items[3]                              4        4 filled
/// </code>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnguardedAccess : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0103",
        name: nameof(UnguardedAccess),
        title: "Shared memory is used without the lock or the order that it needs",
        message: "'{0}' needs {1}: {2}");

    /// <summary>Creates the rule; hosts do.</summary>
    public UnguardedAccess()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var use in ask.Model.UnguardedUsesIn(ask.File, ask.Cancellation))
        {
            if (use.IsDeclared && !ask.IsSaidBefore(use.Access))
                ask.Report(use);
        }

        foreach (var use in ask.Model.UnorderedUsesIn(ask.File, ask.Cancellation))
        {
            if (ask.IsOwn(use))
                ask.Report(use);
        }

        foreach (var broken in ask.Model.BrokenGuardsIn(ask.File, ask.Cancellation))
            ask.Report(broken);
        foreach (var stray in ask.Model.StrayUsesIn(ask.File, ask.Cancellation))
            ask.Report(stray);
    }
}
