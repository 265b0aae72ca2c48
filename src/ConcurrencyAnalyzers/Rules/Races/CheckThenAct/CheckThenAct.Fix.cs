using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Sequences;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Leaves check and act to one call that makes them one step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CheckThenActFix)), Shared]
public sealed class CheckThenActFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public CheckThenActFix()
        : base(CheckThenAct.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (ask.Model.LateActsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span) is not { } late)
            yield break;

        var repair = late.Harm switch
        {
            LateActHarm.Overwrites or LateActHarm.NotStored when late.Act.IsStep => StoredOnce.For(late),
            LateActHarm.Removed when late.Act.IsStep => ReadOnce.For(late),
            LateActHarm.LostUpdate when late.Act.IsStep => JoinedUpdate.For(late),
            LateActHarm.RemovesOther when late.Act.IsStep => RemovedValue.For(late, ask),
            LateActHarm.TwoObjects => EnsuredObject.For(late, ask),
            _ => null,
        };
        if (repair is not null)
            yield return repair;
    }
}
