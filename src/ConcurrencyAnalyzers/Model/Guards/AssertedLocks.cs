using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Code that asks whether its lock is held, as in <c>Debug.Assert(Monitor.IsEntered(_gate))</c>, expects its callers to hold it.</summary>
internal sealed class AssertedLocks
{
    private static readonly HashSet<string> s_asking = new(StringComparer.Ordinal)
    {
        "IsEntered", "IsHeldByCurrentThread", "IsReadLockHeld", "IsWriteLockHeld", "IsUpgradeableReadLockHeld",
    };

    private readonly ConcurrentDictionary<Frame, bool> _known = new();

    public bool AreIn(Frame frame) => _known.GetOrAdd(frame, static one =>
        one.Syntax.DescendantNodes().OfType<SimpleNameSyntax>().Any(static name => s_asking.Contains(name.Identifier.ValueText)));
}
