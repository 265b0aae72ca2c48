namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What makes code take long.</summary>
internal enum CostKind
{
    Loop,

    /// <summary>A member that calls a delegate for each element.</summary>
    Query,

    /// <summary>A method that calls itself more than once.</summary>
    Recursion,

    /// <summary>A method that calls itself once, for a number a little smaller: a loop by another name.</summary>
    Descent,

    /// <summary>A member of which a table says so.</summary>
    Member,

    /// <summary>A method that is marked <c>[CpuBound]</c>.</summary>
    Declared,
}

/// <summary>One reason why code takes long; several that stand inside each other multiply.</summary>
internal sealed record CostFactor(CostKind Kind, SyntaxNode Syntax, string Text, Amount Amount)
{
    /// <summary>Variables that stand for something else in each round.</summary>
    public ImmutableArray<ISymbol> Varies { get; init; } = ImmutableArray<ISymbol>.Empty;

    /// <summary>One of it is enough.</summary>
    public bool IsHeavy { get; init; }

    /// <summary>It computes something with each round. Alone it is no more than a suggestion.</summary>
    public bool Computes { get; init; }

    /// <summary>It walks over the characters of a text.</summary>
    public bool IsOfText { get; init; }

    /// <summary>A number says how many rounds there are, and not the size of what is walked through.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Where a regular expression's pattern comes from: it takes long only if somebody outside of the program writes it.</summary>
    public Amount? Pattern { get; init; }

    /// <summary>The code that it stands in.</summary>
    public IMethodSymbol? Within { get; init; }

    public int Line => Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>Walks through what each round of <paramref name="outer"/> brings: both together look at everything once.</summary>
    public bool IsPartOf(CostFactor outer)
    {
        if (!Amount.IsPart && Kind is not CostKind.Query)
            return false;

        foreach (var variable in Amount.Depends)
        {
            if (outer.Varies.Contains(variable, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }
}
