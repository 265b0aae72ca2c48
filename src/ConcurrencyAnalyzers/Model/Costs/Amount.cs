namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>How often, or how much: a number that the source says, or the variables that it comes from.</summary>
/// <param name="Constant">At most this; null where it is not known.</param>
/// <param name="Depends">Parameters, locals and members that decide it; a type stands for <c>this</c>.</param>
/// <param name="IsPart">It is the size of something that those hold, not a number computed from them.</param>
internal sealed record Amount(long? Constant, ImmutableArray<ISymbol> Depends, bool IsPart)
{
    public static readonly Amount Unknown = new(null, ImmutableArray<ISymbol>.Empty, IsPart: false);

    public static Amount Of(long constant) => new(Math.Abs(constant), ImmutableArray<ISymbol>.Empty, IsPart: false);

    public static Amount Of(ISymbol variable) => new(null, [variable], IsPart: false);

    /// <summary>What both together decide; a number only where both are.</summary>
    public Amount With(Amount other) =>
        new(Constant is { } one && other.Constant is { } two ? Math.Max(one, two) : null, Depends.Union(other.Depends, SymbolEqualityComparer.Default).ToImmutableArray()!, IsPart || other.IsPart);

    /// <summary>Whichever is less: one that is known is enough.</summary>
    public Amount AtMost(Amount other) => (Constant, other.Constant) switch
    {
        ({ } one, { } two) => one <= two ? this : other,
        (null, not null) => other,
        _ => this,
    };

    /// <summary>Something inside: its size is not that of the whole.</summary>
    public Amount Part() => new(null, Depends, IsPart: true);

    /// <summary>Its own size.</summary>
    public Amount Size() => Constant is null ? this with { IsPart = true } : this;

    /// <summary>The same in the words of a caller. What the caller does not name is dropped.</summary>
    public Amount In(Func<ISymbol, Amount?> see)
    {
        if (Depends.IsEmpty)
            return this;

        Amount? seen = null;
        foreach (var variable in Depends)
        {
            if (see(variable) is { } outer)
                seen = seen is null ? outer : seen.With(outer);
        }

        // A part of a constant array has no more than the array could hold; a number that is computed from one constant is of its kind.
        return seen is null ? Unknown with { IsPart = IsPart } : seen with { IsPart = IsPart || seen.IsPart, Constant = Depends.Length == 1 ? seen.Constant : null };
    }
}
