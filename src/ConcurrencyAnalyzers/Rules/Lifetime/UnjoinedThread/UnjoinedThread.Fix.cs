using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Executors;
using ConcurrencyAnalyzers.Fixes.Joins;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Lifetime;

/// <summary>Waits for the thread where its work is needed, at the latest where its owner ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnjoinedThreadFix)), Shared]
public sealed class UnjoinedThreadFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public UnjoinedThreadFix()
        : base(UnjoinedThread.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        // Where each of several threads would need a name of its own, the signal is the end that was meant, or a join is there that has to be called
        // or moved, that is for its author to say.
        if (StartedThread.At(ask)?.Unjoined.Gap is JoinGap.Replaced or JoinGap.Restarted or JoinGap.SomeOfMany or JoinGap.Unheard or JoinGap.Emptied or JoinGap.Uncalled)
            return [];

        // A thread that never ends is nothing to wait for, and none can wait for itself.
        if (StartedThread.At(ask) is not { Work.IsEndless: false } thread || thread.IsItsOwnMaker(ask))
            return [];

        if (TimedJoin.For(thread, ask) is { } untimed)
            return [untimed];
        if (thread.IsMadeByRuntime && !thread.IsOwned)
            return [];
        if (ArrowJoin.For(thread, ask) is { } block)
            return [block];

        // A field keeps the last thread of a loop only.
        var isOneOfMany = thread.IsOwned && thread.IsReplacedInLoop;
        if (!isOneOfMany && OwnerJoin.For(thread, ask) is { } owner)
            return [owner];
        if (thread.IsOwned)
            return isOneOfMany && !thread.IsMadeByRuntime ? LoopJoin.For(thread, ask) : [];

        var joins = LocalJoin.For(thread, ask).Concat(LoopJoin.For(thread, ask));
        return (RuntimeThread.For(thread, ask) ?? LoopExecutor.For(thread, ask)) is { } other ? joins.Append(other) : joins;
    }
}
