using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Fixes.Snapshots;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Stores each new value only where the old one is still there; where it cannot be made twice, puts making and storing under one lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LostSnapshotUpdateFix)), Shared]
public sealed class LostSnapshotUpdateFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public LostSnapshotUpdateFix()
        : base(LostSnapshotUpdate.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SnapshotMemory.At(ask) is not { } snapshots)
            yield break;

        if (SnapshotRepair.For(snapshots, ask) is { } repair)
            yield return repair;
        if (GuardRepair.For(snapshots.Memory, ask) is { } guarded)
            yield return guarded;
    }
}
