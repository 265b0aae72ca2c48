using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>Stores each value that is made of an old one only where the old one is still there, and makes it again where it is not: all of them or none.</summary>
/// <remarks>A plain assignment of something else may stay: it takes one step, and whoever computes meanwhile begins again.</remarks>
internal static class SnapshotRepair
{
    public const string Name = "exchange";

    /// <returns>Null where some update cannot be made so, or a lock guards some of them already.</returns>
    public static Repair? For(SnapshotMemory snapshots, FixQuestion ask)
    {
        var memory = snapshots.Memory;
        var live = memory.Uses.Where(static use => !use.IsAlone).ToList();
        if (memory.Symbol is not IFieldSymbol { AssociatedSymbol: null } && memory.Symbol is not (IParameterSymbol or ILocalSymbol))
            return null;
        if (live.Exists(use => use.IsWrite && !use.Held.IsEmpty))
            return null;

        var writes = new List<Action<SolutionEdits>>();
        var cautions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var use in live.Where(static use => use.Kind == UseKind.Update))
        {
            if (SnapshotForm.For(use, snapshots, ask) is not { } form)
                return null;
            if (ImmutableUpdate.For(form, ask) is { } update)
            {
                writes.Add(edits => Replace(form, update.Text, edits.In(form.Update.SyntaxTree)));
                if (update.Caution is { } caution)
                    cautions.Add(caution);
            }
            else if (ExchangeLoop.For(form, ask) is { } write)
            {
                writes.Add(write);
            }
            else
            {
                return null;
            }
        }

        return writes.Count == 0 ? null : new Repair(
            $"Make every update of '{memory.Name}' in one step{string.Concat(cautions.Select(static caution => $"; {caution}"))}",
            cautions.Count == 0 ? FixSafety.Safe : FixSafety.NeedsReview, Name, memory.Symbol, edits => writes.ForEach(write => write(edits)));
    }

    private static void Replace(SnapshotForm form, string text, DocumentEdits edits) =>
        edits.Replace(form.Span, form.Statements.Count == 0 ? text : text + ";", form.Span);
}
