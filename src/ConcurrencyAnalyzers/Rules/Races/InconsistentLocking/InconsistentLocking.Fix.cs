using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Takes the guard of the variable where it is not held.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InconsistentLockingFix)), Shared]
public sealed class InconsistentLockingFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public InconsistentLockingFix()
        : base(InconsistentLocking.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.UnguardedAt(ask) is { } memory && GuardRepair.For(memory, ask) is { } guarded)
            yield return guarded;
    }
}
