using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Captures;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Gives each round a variable of its own, which nothing changes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CapturedLoopVariableFix)), Shared]
public sealed class CapturedLoopVariableFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public CapturedLoopVariableFix()
        : base(CapturedLoopVariable.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => RoundCopy.For(ask) is { } copy ? [copy] : [];
}
