using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Fixes.Objects;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Takes the generator of all threads, computes each hash by itself, or puts every use of the object under one lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SharedUnsafeObjectFix)), Shared]
public sealed class SharedUnsafeObjectFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public SharedUnsafeObjectFix()
        : base(SharedUnsafeObject.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (SharedMemories.RaceOnContentAt(ask) is not { } race)
            yield break;

        if (SharedGenerator.For(race.Memory.Symbol, ask) is { } shared)
            yield return shared;
        if (HashOfCall.For(race.Memory, ask) is { } called)
            yield return called;

        // A lock is let go when the call returns its task, and the object is in use until that is over.
        if (ask.Model.AccessesTo(race.Memory, ask.CancellationToken).All(static access => access.Pending is null)
            && SharedMemories.ContentAt(ask) is { } content && GuardRepair.For(content, ask) is { } guarded)
            yield return guarded;
    }
}
