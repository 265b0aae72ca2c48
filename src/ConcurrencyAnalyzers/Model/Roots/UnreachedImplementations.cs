using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Ways that lead through a call by a contract to a class of which the caller never gets an object.</summary>
internal sealed class UnreachedImplementations(ObjectFlows flows)
{
    public bool RuleOut(Context way, CancellationToken cancellation)
    {
        if (IsOfOtherTests(way.Access.Frame.Outermost.Method?.ContainingType, way.Frame.Outermost.Method?.ContainingType))
            return true;

        for (var link = way; link.Inner is { } inner; link = inner)
        {
            if (link.Site is CallSite call && inner.Frame is { Parent: null, Method: { } method } && !SymbolEqualityComparer.Default.Equals(call.Target, method.OriginalDefinition)
                && !flows.MayReach(call, method.ContainingType, cancellation))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a class of tests makes for itself, <c>private class FakeClock : IClock</c>, the tests of another class never get.</summary>
    private static bool IsOfOtherTests(INamedTypeSymbol? fake, INamedTypeSymbol? tests)
    {
        if (fake is not { DeclaredAccessibility: Accessibility.Private, ContainingType: { } owner } || tests is null || !TestCode.HoldsTests(tests) || !TestCode.HoldsTests(owner))
            return false;
        for (var outer = tests; outer is not null; outer = outer.ContainingType)
        {
            for (var one = outer; one is not null; one = one.BaseType)
            {
                if (SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, owner.OriginalDefinition))
                    return false;
            }
        }

        return true;
    }
}
