using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Checks;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Tells the compiler of the other thread: a volatile field, or volatile reads and writes of a local variable.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnpublishedStopFlagFix)), Shared]
public sealed class UnpublishedStopFlagFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public UnpublishedStopFlagFix()
        : base(UnpublishedStopFlag.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask)
    {
        var flag = ask.Model.PolledFlagsIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        if (flag?.Read.Memory is not { } memory)
            yield break;

        if (VolatileField.Of(memory.Symbol, ask) is { } field)
            yield return new Repair($"Make '{memory.Name}' volatile", FixSafety.Safe, "volatile", memory.Symbol, field.Write);
        else if (VolatileLocal.Of(memory, ask) is { } local)
            yield return new Repair($"Read and write '{memory.Name}' by Volatile", FixSafety.Safe, "volatile", memory.Symbol, local.Write);
    }
}
