using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Takes the guard of the variable where it is not held, and, as a second way, declares it for ever.</summary>
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
        if (SharedMemories.GuardAt(ask) is not { } guarding || GuardRepair.For(SharedMemories.Of(guarding, ask), ask) is not { } guarded)
            yield break;

        yield return guarded;
        if (GuardDeclaration.For(guarded, guarding, ask) is { } declared)
            yield return declared;
    }
}
