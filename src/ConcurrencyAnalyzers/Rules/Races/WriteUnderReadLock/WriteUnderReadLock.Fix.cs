using System.Composition;
using ConcurrencyAnalyzers.Fixes;
using ConcurrencyAnalyzers.Fixes.Guards;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>Takes the lock for writing where its one critical section writes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteUnderReadLockFix)), Shared]
public sealed class WriteUnderReadLockFix : RuleFix
{
    /// <summary>Creates the fix; hosts do.</summary>
    public WriteUnderReadLockFix()
        : base(WriteUnderReadLock.Descriptor)
    {
    }

    private protected override IEnumerable<Repair> RepairsOf(FixQuestion ask) => WriteLock.For(ask) is { } repair ? [repair] : [];
}
