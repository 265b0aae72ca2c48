using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Puts every write of the static memory under a lock that all instances share, the one that is there or a new one; or makes the lock of each instance that lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InstanceLockGuardsStaticFix)), Shared]
public sealed class InstanceLockGuardsStaticFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public InstanceLockGuardsStaticFix()
        : base(InstanceLockGuardsStatic.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.InstanceGuardedAt(ask) is { } memory && GuardRepair.For(memory, ask) is { } guarded)
            yield return guarded;
        if (StaticLock.For(ask) is { } shared)
            yield return shared;
    }
}
