using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Offloads;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Blocking;

/// <summary>Awaits the work, which is done elsewhere meanwhile.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CpuWorkOnIoThreadFix)), Shared]
public sealed class CpuWorkOnIoThreadFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public CpuWorkOnIoThreadFix()
        : base(CpuWorkOnIoThread.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => HeldCall.At(ask) is { } call ? OffloadRepair.For(call, ask) : [];
}
