using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Fixes.Snapshots;

/// <summary>A variable whose values are made of older ones, with every use of it.</summary>
/// <param name="Memory">What stores a value that was made of an older one is listed as an update that begins with the read of it, or with the check before that.</param>
/// <param name="Snapshots">By the write.</param>
internal sealed record SnapshotMemory(SharedMemory Memory, IReadOnlyDictionary<SyntaxNode, Snapshot> Snapshots)
{
    /// <summary>The variable that the diagnostic is about; null where the model does not know every use of it.</summary>
    public static SnapshotMemory? At(FixQuestion ask)
    {
        if (ask.Model.LostSnapshotsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span) is not { } lost
            || SharedMemories.Of(lost, ask) is not { } memory)
        {
            return null;
        }

        var snapshots = new Dictionary<SyntaxNode, Snapshot>();
        foreach (var access in ask.Model.AccessesTo(lost.Write.Memory, ask.CancellationToken))
        {
            if (ask.Model.SnapshotAt(access, ask.CancellationToken) is { } snapshot)
                snapshots[access.Node] = snapshot;
        }

        var uses = memory.Uses.Select(use => !snapshots.TryGetValue(use.Node, out var snapshot) ? use : use with
        {
            Kind = UseKind.Update,
            EarlierRead = use.Node.Span.Contains(snapshot.First.Node.Span) ? null : snapshot.First.Node,
        });
        return new SnapshotMemory(memory with { Uses = [.. uses] }, snapshots);
    }
}
