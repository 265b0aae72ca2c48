using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Requests are served beside each other: any two of them may be in code that a framework enters for a request.</summary>
/// <remarks>
/// What they share are statics, since controllers, hubs and services are made anew for each of them, and the fields of middleware, of which there is
/// one object. Of services that are handed in, <see cref="Singletons"/> knows. Errs towards silence.
/// </remarks>
internal sealed class Requests(DeclaredRoots declared)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ServingRoot?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether both ways start in code that serves requests, and lead to one variable.</summary>
    public bool LetMeet(Context one, Context two) =>
        IsEntered(one) && IsEntered(two) && one.Path!.IsCertain && one.Path.WithAnyIndex().Equals(two.Path!.WithAnyIndex())
        && (one.Path.Root == PathRoot.Static || SymbolEqualityComparer.Default.Equals(one.Frame.Method!.ContainingType, two.Frame.Method!.ContainingType));

    /// <summary>Whether a way starts in code that serves requests, and leads to a variable that these share.</summary>
    public bool IsEntered(Context way)
    {
        if (way is not { Handover: null, Path.Root: PathRoot.This or PathRoot.Static, Frame: { Parent: null, Method: { } method } })
            return false;

        var root = _known.TryGetValue(method, out var known) ? known : _known.GetOrAdd(method, declared.Of(method));
        return root is { Kind: ServingKind.Request } && (way.Path.Root == PathRoot.Static || declared.IsMiddleware(method.ContainingType));
    }
}
