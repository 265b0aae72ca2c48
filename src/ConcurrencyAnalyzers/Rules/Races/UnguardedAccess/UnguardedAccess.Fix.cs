using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Takes the guard of the variable where it is not held.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnguardedAccessFix)), Shared]
public sealed class UnguardedAccessFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public UnguardedAccessFix()
        : base(UnguardedAccess.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.GuardAt(ask) is { } guarding && GuardRepair.For(SharedMemories.Of(guarding, ask), ask) is { } guarded)
            yield return guarded;
    }
}
