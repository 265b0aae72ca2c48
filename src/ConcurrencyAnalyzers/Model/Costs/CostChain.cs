using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>How sure it is that code holds its thread for long.</summary>
internal enum CostLevel
{
    /// <summary>Nothing says so.</summary>
    Cheap,

    /// <summary>
    /// One loop over as much as it is given, with a cheap body; or several, of which not the innermost computes, or which count up to two numbers: those
    /// have as many rounds as both say, whatever a round does.
    /// </summary>
    Linear,

    /// <summary>Factors multiply, or one is heavy by itself.</summary>
    Heavy,
}

/// <summary>Factors that stand inside each other, from the outermost to the innermost, and the calls that lead from one to the next.</summary>
internal sealed class CostChain
{
    /// <summary>A loop of so many rounds is cheap.</summary>
    public const long CheapRounds = 10_000;

    /// <summary>Known rounds that take as long as two loops over data.</summary>
    private const double LongRounds = 10_000_000;

    public CostChain(ImmutableArray<CostFactor> factors, ImmutableArray<IMethodSymbol> calls)
    {
        (Factors, Calls) = (factors, calls);
        (Degree, Counted) = Measure(factors);
        // Programs walk over objects inside objects, and once through texts, everywhere; mostly there are few of them. So they do with one query.
        Level = Degree >= 2 && Computes(factors, Counted) ? CostLevel.Heavy
            : Degree >= 1 && Counted.Any(static factor => factor is { Computes: true, IsOfText: false, Kind: not CostKind.Query }) ? CostLevel.Linear
            : Degree >= 2 && Counted.Count(static factor => factor.IsCounted) >= 2 ? CostLevel.Linear
            : CostLevel.Cheap;
    }

    public ImmutableArray<CostFactor> Factors { get; }

    /// <summary>The methods of the program that are called on the way, the outermost first.</summary>
    public ImmutableArray<IMethodSymbol> Calls { get; }

    /// <summary>Behind an await of one of the frames.</summary>
    public bool IsAfterAwait { get; init; }

    /// <summary>Behind an await that does not come back to the caller's context.</summary>
    public bool IsOffContext { get; init; }

    /// <summary>What the parameters of the outermost code must be for it to be reached.</summary>
    public ImmutableArray<CostCondition> Conditions { get; init; } = ImmutableArray<CostCondition>.Empty;

    /// <summary>One of the calls names an interface or an overridable method that has one implementation here. Too little for a suggestion.</summary>
    public bool IsByContract { get; init; }

    /// <summary>The factors that make it long; the others are small numbers, or parts of one of these.</summary>
    public ImmutableArray<CostFactor> Counted { get; }

    public int Degree { get; }

    public CostLevel Level { get; }

    private static (int Degree, ImmutableArray<CostFactor> Counted) Measure(ImmutableArray<CostFactor> factors)
    {
        var degree = 0;
        var rounds = 1.0;
        var counted = ImmutableArray.CreateBuilder<CostFactor>();
        var known = ImmutableArray.CreateBuilder<CostFactor>();
        for (var i = 0; i < factors.Length; i++)
        {
            var factor = factors[i];
            if (RoundsOf(factor) is { } constant)
            {
                rounds *= Math.Max(1, constant);
                known.Add(factor);
                if (factor.IsHeavy && constant > CheapRounds)
                    (degree, rounds) = (degree + 2, rounds / constant);
            }
            else if (!factors.Take(i).Any(factor.IsPartOf))
            {
                degree += factor.IsHeavy ? 2 : 1;
                counted.Add(factor);
            }
            else if (factor.IsHeavy)
            {
                degree++;
                counted.Add(factor);
            }
        }

        if (rounds > CheapRounds || known.Any(static factor => factor.IsHeavy && RoundsOf(factor) > CheapRounds))
        {
            degree += rounds > LongRounds ? 2 : rounds > CheapRounds ? 1 : 0;
            counted.AddRange(known);
        }

        return (degree, factors.Where(counted.Contains).ToImmutableArray());
    }

    /// <summary>
    /// Whether factors that multiply do more than walk over objects: the innermost is what is done most often. To look once at a text of each object,
    /// or to hash something small for each of a few, is no work either.
    /// </summary>
    private static bool Computes(ImmutableArray<CostFactor> factors, ImmutableArray<CostFactor> counted) =>
        counted.Any(static factor => factor.IsHeavy)
        || (counted.LastOrDefault(static factor => factor.Kind != CostKind.Member) is { Computes: true } innermost
            && (!innermost.IsOfText || counted.Count(static factor => factor.IsOfText) > 1))
        || (factors.Any(static factor => factor.Kind == CostKind.Member)
            && counted.Any(static factor => factor is { Kind: CostKind.Descent } or { Kind: CostKind.Loop, Syntax: not CommonForEachStatementSyntax }));

    private static long? RoundsOf(CostFactor factor) =>
        factor is { Kind: CostKind.Recursion, Amount.Constant: { } depth } ? Recursions.CallsFor(depth) : factor.Amount.Constant;
}
