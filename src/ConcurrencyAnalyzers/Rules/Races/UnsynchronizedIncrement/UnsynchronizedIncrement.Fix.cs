using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Makes every update of the variable one step, by <c>Interlocked</c> where it has the same meaning, else by a lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnsynchronizedIncrementFix)), Shared]
public sealed class UnsynchronizedIncrementFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public UnsynchronizedIncrementFix()
        : base(UnsynchronizedIncrement.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.UpdatedAt(ask) is not { } memory)
            yield break;

        if (AtomicRepair.For(memory, ask) is { } atomic)
            yield return atomic;
        if (GuardRepair.For(memory, ask) is { } guarded)
            yield return guarded;
    }
}
