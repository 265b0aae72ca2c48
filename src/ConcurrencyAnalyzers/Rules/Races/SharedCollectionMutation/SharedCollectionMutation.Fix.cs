using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Puts every use of the collection that can meet a change under one lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SharedCollectionMutationFix)), Shared]
public sealed class SharedCollectionMutationFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public SharedCollectionMutationFix()
        : base(SharedCollectionMutation.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.ContentAt(ask) is { } content && GuardRepair.For(content, ask) is { } guarded)
            yield return guarded;
    }
}
