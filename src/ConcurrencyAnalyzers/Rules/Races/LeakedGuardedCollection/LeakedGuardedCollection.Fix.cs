using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Hands out a copy that is made under the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakedGuardedCollectionFix)), Shared]
public sealed class LeakedGuardedCollectionFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public LeakedGuardedCollectionFix()
        : base(LeakedGuardedCollection.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => SnapshotCopy.For(ask) is { } repair ? [repair] : [];
}
