using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What code costs, its callees included: from the code in question downwards, each piece read once in a compilation.</summary>
/// <remarks>
/// Errs towards cheap: an unknown callee, a contract with several implementations, a call beyond the bound and a chain that comes back to itself add
/// nothing. The answer for a method depends on the method and the depth alone, so that it is the same whoever asks first.
/// </remarks>
internal sealed class CostFinder(BodyReader reader, ApiLookup api, Implementations implementations)
{
    /// <summary>How many calls deep the work may lie. Evidence from further down convinces nobody.</summary>
    public const int MaxDepth = 5;

    /// <summary>Of each method so many chains are kept, the longest first.</summary>
    private const int MaxChains = 4;

    private readonly KnownDelegates _delegates = new(reader);
    private readonly ConcurrentDictionary<SyntaxNode, BodyCosts?> _bodies = new();
    private readonly ConcurrentDictionary<(SyntaxNode Code, int Depth), ImmutableArray<CostChain>> _chains = new();
    private readonly ConcurrentDictionary<(SyntaxNode Code, int Depth), bool> _blocking = new();

    /// <summary>The places in <paramref name="code"/> that take long: each with its longest chain, in order of position. A loop stands for all in it.</summary>
    public IEnumerable<(SyntaxNode Place, CostChain Chain)> PlacesIn(IMethodSymbol code, Func<CostSite, bool> counts, Func<CostChain, bool> matters, CancellationToken cancellation)
    {
        if (BodyOf(code, cancellation) is not { } body)
            return [];

        var places = new List<(SyntaxNode Place, CostChain Chain)>();
        foreach (var (site, chain) in ChainsIn(body, MaxDepth, cancellation))
        {
            if (chain.Level == CostLevel.Cheap || (chain is { Level: CostLevel.Linear, IsByContract: true }) || !counts(site) || !matters(chain))
                continue;

            // The counted loop around it stands for all that is in it; a call of this program's says more than the loop.
            var outermost = site.Loops.FirstOrDefault(loop => loop.Factor is not null && chain.Factors.Any(factor => factor.Syntax == loop.Syntax))?.Syntax ?? site.Syntax;
            var place = chain.Calls.IsEmpty ? outermost : site.Syntax;
            var known = places.FindIndex(one => one.Place.Span.Contains(place.Span) || place.Span.Contains(one.Place.Span));
            if (known < 0)
                places.Add((place, chain));
            else if (IsLonger(chain, places[known].Chain))
                places[known] = (place, chain);
        }

        return places.OrderBy(static one => one.Place.SpanStart);
    }

    private IEnumerable<(CostSite Site, CostChain Chain)> ChainsIn(BodyCosts body, int depth, CancellationToken cancellation)
    {
        var waiting = WaitingIn(body, depth, cancellation);
        foreach (var site in body.Sites)
        {
            cancellation.ThrowIfCancellationRequested();
            if (site.Own is not null && body.Loops.Any(loop => loop.Syntax == site.Syntax && waiting.Contains(loop)))
                continue;

            var around = site.Loops.Where(loop => !waiting.Contains(loop)).Select(static loop => loop.Factor).OfType<CostFactor>().ToImmutableArray();
            var waits = site.Loops.Where(waiting.Contains).Select(static loop => loop.Factor).OfType<CostFactor>().ToImmutableArray();
            if (site.Own is { } own)
            {
                yield return (site, new CostChain(Nested(waits, around, [own]), ImmutableArray<IMethodSymbol>.Empty) { IsAfterAwait = site.IsAfterAwait, IsOffContext = site.IsOffContext, Conditions = site.Conditions });
            }
            else if (depth > 0 && site.Callee is { } callee)
            {
                foreach (var inner in ChainsOf(callee, depth - 1, cancellation))
                {
                    if (inner.Calls.Any(one => Is(one, body.Method)) || Is(callee, body.Method) || ConditionsOf(inner, site, callee) is not { } conditions)
                        continue;

                    // A lambda is part of the code that it stands in, and no call of its own.
                    var calls = callee.MethodKind == MethodKind.AnonymousFunction ? inner.Calls : inner.Calls.Insert(0, callee);
                    yield return (site, new CostChain(Nested(waits, around, inner.Factors.Select(factor => factor with { Amount = factor.Amount.In(symbol => See(symbol, site, callee)), Pattern = factor.Pattern?.In(symbol => SeeText(symbol, site, callee)) })), calls)
                    {
                        IsAfterAwait = site.IsAfterAwait || inner.IsAfterAwait,
                        IsOffContext = site.IsOffContext || inner.IsOffContext,
                        IsByContract = site.IsByContract || inner.IsByContract,
                        Conditions = conditions,
                    });
                }
            }
        }
    }

    /// <summary>
    /// A number that counts the rounds of an outer loop is at most as large as that loop is long. What looks once at all that a round brings which
    /// waits, a line of a file, is not worth a suggestion.
    /// </summary>
    private static ImmutableArray<CostFactor> Nested(ImmutableArray<CostFactor> waits, ImmutableArray<CostFactor> around, IEnumerable<CostFactor> inside)
    {
        var factors = ImmutableArray.CreateBuilder<CostFactor>();
        foreach (var one in around.Concat(inside))
        {
            var factor = one.Computes && waits.Any(one.IsPartOf) ? one with { Computes = false } : one;
            factors.Add(factor.Amount.IsPart ? factor : factor with
            {
                Amount = factor.Amount.In(symbol =>
                    factors.FirstOrDefault(outer => !outer.Amount.IsPart && outer.Varies.Contains(symbol, SymbolEqualityComparer.Default))?.Amount ?? Amount.Of(symbol)),
            });
        }

        return factors.ToImmutable();
    }

    private ImmutableArray<CostChain> ChainsOf(IMethodSymbol method, int depth, CancellationToken cancellation)
    {
        if (BodyOf(method, cancellation) is not { } body)
            return ImmutableArray<CostChain>.Empty;
        if (_chains.TryGetValue((body.Code, depth), out var known))
            return known;

        // Some of each kind, since a root may ask for those before an await, or on the context, alone.
        var chains = ChainsIn(body, depth, cancellation).Select(static one => one.Chain)
            .GroupBy(static chain => (chain.IsAfterAwait, chain.IsOffContext, chain.Factors.Any(static factor => factor.Pattern is not null)))
            .SelectMany(static group => group.OrderByDescending(static chain => chain.Level).ThenByDescending(static chain => chain.Degree).ThenBy(static chain => chain.Calls.Length).Take(MaxChains))
            .ToImmutableArray();
        return _chains.GetOrAdd((body.Code, depth), chains);
    }

    private BodyCosts? BodyOf(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = method.PartialImplementationPart ?? method;
        var reference = definition.DeclaringSyntaxReferences.FirstOrDefault(one => reader.Compilation.ContainsSyntaxTree(one.SyntaxTree));
        if (reference?.GetSyntax(cancellation) is not { } code)
            return null;
        if (_bodies.TryGetValue(code, out var known))
            return known;

        return _bodies.GetOrAdd(code, Read(code, definition, cancellation));
    }

    private BodyCosts? Read(SyntaxNode code, IMethodSymbol method, CancellationToken cancellation)
    {
        try
        {
            return reader.OperationOf(code, cancellation) is { } operation ? CostCollector.Collect(code, method, operation, reader, api, implementations, _delegates, cancellation) : null;
        }
        catch (InsufficientExecutionStackException)
        {
            // Nested thousands deep, as generators write it: nothing is known, and nothing is said.
            return null;
        }
    }

    /// <summary>Loops of which a round waits, here or in a method that it calls.</summary>
    private HashSet<CostLoop> WaitingIn(BodyCosts body, int depth, CancellationToken cancellation)
    {
        var waiting = new HashSet<CostLoop>(body.Loops.Where(static loop => loop.Waits));
        foreach (var site in body.Sites)
        {
            waiting.UnionWith(site.Loops.Where(static loop => loop.Waits));
            if (site.Callee is { } callee && site.Loops.Any(loop => !waiting.Contains(loop)) && Blocks(callee, depth - 1, cancellation))
                waiting.UnionWith(site.Loops);
        }

        return waiting;
    }

    private bool Blocks(IMethodSymbol method, int depth, CancellationToken cancellation)
    {
        if (depth < 0 || BodyOf(method, cancellation) is not { } body)
            return false;
        if (body.Blocks)
            return true;
        if (_blocking.TryGetValue((body.Code, depth), out var known))
            return known;
        return _blocking.GetOrAdd((body.Code, depth), body.Sites.Any(site => site.Callee is { } callee && Blocks(callee, depth - 1, cancellation)));
    }

    /// <summary>What must hold for the caller's parameters; null where what the call passes keeps it from ever getting there.</summary>
    private static ImmutableArray<CostCondition>? ConditionsOf(CostChain inner, CostSite site, IMethodSymbol callee)
    {
        var conditions = site.Conditions.ToBuilder();
        foreach (var condition in inner.Conditions)
        {
            if (!Is(condition.Parameter.ContainingSymbol, callee))
                conditions.Add(condition);
            else if (site.Passed is { } passed && passed.TryGetValue(condition.Parameter, out var value))
            {
                if (condition.IsExcludedBy(value))
                    return null;
                if (value.Parameter is { } parameter)
                    conditions.Add(condition with { Parameter = parameter });
            }
        }

        return conditions.ToImmutable();
    }

    /// <summary>What a variable of the callee is for the code that calls it: what was passed; what both can name stays.</summary>
    private static Amount? See(ISymbol symbol, CostSite site, IMethodSymbol callee)
    {
        if (site.Given is { } given && given.TryGetValue(symbol, out var amount))
            return amount;

        return symbol switch
        {
            IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true } => Amount.Of(symbol),

            // Of a local the caller knows nothing, but it tells which of two loops of the callee walks over a part of the other one.
            ILocalSymbol => Amount.Of(symbol),
            IParameterSymbol => Is(symbol.ContainingSymbol, callee) ? null : Amount.Of(symbol),
            ITypeSymbol when callee.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction => Amount.Of(symbol),
            _ => null,
        };
    }

    /// <summary>The text that a caller passes for a parameter, if it is one that came to it.</summary>
    private static Amount? SeeText(ISymbol symbol, CostSite site, IMethodSymbol callee) =>
        Is(symbol.ContainingSymbol, callee) ? site.Texts is { } texts && texts.TryGetValue(symbol, out var text) ? text : null : Amount.Of(symbol);

    private static bool IsLonger(CostChain one, CostChain other) => one.Level != other.Level ? one.Level > other.Level : one.Degree > other.Degree;

    private static bool Is(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);
}
