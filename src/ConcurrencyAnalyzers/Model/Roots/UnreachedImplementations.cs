using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Ways that lead through a call by a contract to a class of which the caller never gets an object.</summary>
internal sealed class UnreachedImplementations(ObjectFlows flows)
{
    public bool RuleOut(Context way, CancellationToken cancellation)
    {
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
}
