using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Model.Ownership;

/// <summary>Objects whose code comes back, behind an <c>await</c>, to the one thread or turn that it began on: windows, components, actors.</summary>
/// <remarks>
/// Two async methods of such an object that are under way at once take turns, and never touch a field at the same time. So does code that has asked for
/// the thread of a window, and is on it (<see cref="HomeChecks"/>). Errs towards silence: a
/// <c>ConfigureAwait(false)</c> that leaves the context is not looked at.
/// </remarks>
internal sealed class Affinity(ApiLookup api, HomeChecks checks, OwnContexts loops, WindowPrograms windows, BoundEvents bound, ContextFinder contexts)
{
    public bool TakesTurns(Context one, Context two, CancellationToken cancellation) =>
        (IsAtHome(one) && IsAtHome(two))
        || (HasAsked(one, cancellation) && (IsOfWindow(two, cancellation) || HasAsked(two, cancellation)))
        || (HasAsked(two, cancellation) && IsOfWindow(one, cancellation))
        || (IsBound(one) && IsOfWindow(two, cancellation)) || (IsBound(two) && IsOfWindow(one, cancellation))
        || loops.TakesTurns(one, two) || windows.TakesTurns(one, two);

    private bool IsBound(Context way) => way.Spawn is { } handler && bound.MayBeBound(handler);

    /// <summary>A handler of a window, or of what may be bound to one, or what was posted to its thread, and nobody else's.</summary>
    private bool IsOfWindow(Context way, CancellationToken cancellation) =>
        IsAtHome(way) || IsBound(way)
        || (way.Spawn is null && contexts.ContextsOf(way.Access, cancellation).Tops is { Count: > 0 } tops && tops.All(static top => top.Kind == TopKind.Ui));

    /// <summary>Whether the code on the way from the thread's begin to the access has asked for the thread that it is on.</summary>
    private bool HasAsked(Context way, CancellationToken cancellation)
    {
        foreach (var link in way.FromInside)
        {
            if (way.Spawn is not null && link.Site == way.Spawn)
                return false;
            if (checks.IsAtHome(link.Site, cancellation))
                return true;
        }

        return false;
    }

    /// <summary>Whether the access is made in the turn of an object that the way leads through.</summary>
    private bool IsAtHome(Context way)
    {
        foreach (var link in way.FromInside)
        {
            // From here on outwards it is the code that made the thread, which is another one.
            if (way.Spawn is not null && link.Site == way.Spawn)
                return false;

            var nature = NatureOf(link.Frame);
            if ((nature & ApiNature.Ui) != 0 && (way.Spawn is null || (nature & ApiNature.Affine) != 0))
                return true;
        }

        return false;
    }

    private ApiNature NatureOf(Frame frame) =>
        frame.Outermost.Method?.ContainingType is { } type ? api.NatureOf(type) : ApiNature.None;
}
