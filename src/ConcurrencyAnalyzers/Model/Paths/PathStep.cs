namespace ConcurrencyAnalyzers.Model.Paths;

/// <summary>One step of a path: a member, or an element of an array or collection.</summary>
internal readonly struct PathStep : IEquatable<PathStep>
{
    private PathStep(ISymbol? symbol, ElementIndex? index, bool uncertain) => (Symbol, Index, IsUncertain) = (symbol, index, uncertain);

    /// <summary>The field, property or captured primary-constructor parameter; null for an element.</summary>
    public ISymbol? Symbol { get; }

    public ElementIndex? Index { get; }

    /// <summary>A property whose code is not known to give the same object each time; an element that each thread has one of.</summary>
    public bool IsUncertain { get; }

    public static PathStep Member(ISymbol symbol, bool uncertain = false) => new(symbol.OriginalDefinition, null, uncertain);

    public static PathStep Element(ElementIndex index, bool uncertain = false) => new(null, index, uncertain);

    public bool Equals(PathStep other) =>
        SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Equals(Index, other.Index);

    public override bool Equals(object? obj) => obj is PathStep other && Equals(other);

    public override int GetHashCode() => Symbol is null ? 17 + (Index?.GetHashCode() ?? 0) : SymbolEqualityComparer.Default.GetHashCode(Symbol);
}
