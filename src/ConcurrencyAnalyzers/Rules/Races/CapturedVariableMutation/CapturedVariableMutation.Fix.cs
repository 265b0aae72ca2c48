using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Atomics;
using ConcurrencyAnalyzers.Fixes.Captures;
using ConcurrencyAnalyzers.Fixes.Guards;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Makes each change one step, sums up in each thread apart, or declares the variable where only one thread has it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CapturedVariableMutationFix)), Shared]
public sealed class CapturedVariableMutationFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public CapturedVariableMutationFix()
        : base(CapturedVariableMutation.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        var mutation = ask.Model.CapturedMutationsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        if (mutation is null || SharedMemories.CapturedBy(mutation, ask) is not { } memory)
            yield break;

        if (OwnVariable.For(memory, ask) is { } own)
            yield return own;
        if (mutation.Kind is not (MutationKind.Update or MutationKind.Checked))
            yield break;

        if (AtomicRepair.For(memory, ask) is { } atomic)
            yield return atomic;
        if (LocalSums.For(memory, ask) is { } sums)
            yield return sums;
        if (GuardRepair.For(memory, ask) is { } guarded)
            yield return guarded;
    }
}
