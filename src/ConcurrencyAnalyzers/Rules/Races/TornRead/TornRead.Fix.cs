using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Puts what sets the value and what reads it under one lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TornReadFix)), Shared]
public sealed class TornReadFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public TornReadFix()
        : base(TornRead.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) =>
        SharedMemories.TornAt(ask) is { } memory && GuardRepair.For(memory, ask) is { } guarded ? [guarded] : [];
}
