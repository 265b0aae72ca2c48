using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Checks;
using ConcurrencyAnalyzers.Model.Roots;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Repeats the check under the lock, or shows last what the check lets others see.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BrokenDoubleCheckedLockingFix)), Shared]
public sealed class BrokenDoubleCheckedLockingFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public BrokenDoubleCheckedLockingFix()
        : base(BrokenDoubleCheckedLocking.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        if (CheckedSection.At(ask) is not { } section)
            yield break;

        var repair = section.Broken.Gap switch
        {
            CheckGap.NotRepeated or CheckGap.GoneMeanwhile => RepeatedCheck.For(section),
            CheckGap.HalfMade or CheckGap.FlagFirst => LateShowing.For(section, ask),
            CheckGap.PlainFlag when VolatileField.Of(section.Broken.Write.Memory.Symbol, ask) is { } field =>
                new Repair($"Make '{section.Broken.Name}' volatile", FixSafety.Safe, "volatile", section.Broken.Write.Memory.Symbol, field.Write),
            _ => null,
        };
        if (repair is not null)
            yield return repair;
    }
}
