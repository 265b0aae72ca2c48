using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Atomics;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Leaves every write of the variable to <c>Interlocked</c> and <c>Volatile</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MixedInterlockedFix)), Shared]
public sealed class MixedInterlockedFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public MixedInterlockedFix()
        : base(MixedInterlocked.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) =>
        SharedMemories.MixedAt(ask) is { } memory && AtomicWrites.For(memory, ask) is { } repair ? [repair] : [];
}
