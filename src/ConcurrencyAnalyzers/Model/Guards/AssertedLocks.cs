using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Guards;

/// <summary>Code that asks whether its lock is held, as in <c>Debug.Assert(Monitor.IsEntered(_gate))</c>, expects its callers to hold it.</summary>
/// <remarks>Unless it asserts the opposite, <c>Debug.Assert(!Monitor.IsEntered(_gate))</c>: what it calls would wait for itself else.</remarks>
internal sealed class AssertedLocks
{
    private static readonly HashSet<string> s_asking = new(StringComparer.Ordinal)
    {
        "IsEntered", "IsHeldByCurrentThread", "IsReadLockHeld", "IsWriteLockHeld", "IsUpgradeableReadLockHeld",
    };

    private readonly ConcurrentDictionary<Frame, bool> _known = new();

    public bool AreIn(Frame frame) => _known.GetOrAdd(frame, static one =>
        one.Syntax.DescendantNodes().OfType<SimpleNameSyntax>().Any(static name => s_asking.Contains(name.Identifier.ValueText) && !IsDenied(name)));

    private static bool IsDenied(SimpleNameSyntax name)
    {
        SyntaxNode asked = name;
        while (asked.Parent is MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax)
            asked = asked.Parent;
        return asked.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
            && Targets.NameOf(call) == nameof(System.Diagnostics.Debug.Assert);
    }
}
