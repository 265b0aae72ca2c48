using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Starts;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Begins the work, or registers the object, when the fields that others read are set.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EscapingThisFix)), Shared]
public sealed class EscapingThisFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public EscapingThisFix()
        : base(EscapingThis.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => LateStart.For(ask) is { } later ? [later] : [];
}
