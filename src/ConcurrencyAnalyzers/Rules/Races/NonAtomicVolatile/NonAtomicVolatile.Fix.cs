using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Makes every update of the field one step, by <c>Interlocked</c> where it has the same meaning, else by a lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NonAtomicVolatileFix)), Shared]
public sealed class NonAtomicVolatileFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public NonAtomicVolatileFix()
        : base(NonAtomicVolatile.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.VolatileAt(ask) is not { } memory)
            yield break;

        if (AtomicRepair.For(memory, ask) is { } atomic)
            yield return atomic;
        if (GuardRepair.For(memory, ask) is { } guarded)
            yield return guarded;
    }
}
