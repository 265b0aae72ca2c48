namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Diagnostics about one subject, and the repairs of which one ends them all.</summary>
internal sealed class RepairGroup(ImmutableArray<Repair> repairs)
{
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>Makes a repair of as many groups as can be made together; of two that contradict each other the first wins.</summary>
    public static async Task<IReadOnlyDictionary<DocumentId, SourceText>> MakeAllAsync(
        List<RepairGroup> groups, RepairTrial trial, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<DocumentId, SourceText> texts = ImmutableDictionary<DocumentId, SourceText>.Empty;
        var made = new List<(RepairGroup Group, Repair Repair)>();
        var open = new Stack<List<RepairGroup>>([groups]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next.Count == 0)
                continue;

            // All at once is the usual case. Halves find the few that do not go with the others without trying each of the many that do.
            var found = false;
            foreach (var choice in next.Count == 1 ? next[0].Choices : [[.. next.Select(static group => (group, group.Repairs[0]))]])
            {
                List<(RepairGroup Group, Repair Repair)> attempt = [.. made, .. choice];
                var repairs = attempt.Select(static one => one.Repair).ToList();
                var ended = attempt.SelectMany(static one => one.Group.Diagnostics).ToList();
                if (await trial.MakeAsync(repairs, ended, cancellationToken).ConfigureAwait(false) is not { } all)
                    continue;

                (texts, made, found) = (all, attempt, true);
                break;
            }

            if (!found && next.Count > 1)
            {
                open.Push(next.GetRange(next.Count / 2, next.Count - (next.Count / 2)));
                open.Push(next.GetRange(0, next.Count / 2));
            }
        }

        return texts;
    }

    private ImmutableArray<Repair> Repairs => repairs;

    private IEnumerable<List<(RepairGroup, Repair)>> Choices => repairs.Select(repair => new List<(RepairGroup, Repair)> { (this, repair) });
}
