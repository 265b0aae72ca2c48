namespace ConcurrencyAnalyzers.Model.Paths;

/// <summary>What is known of an index: a constant, a variable in some form, or nothing.</summary>
/// <remarks>
/// Two threads that each have a variable of their own in the same place touch different elements, as in <c>Parallel.For(0, n, i =&gt; a[i]++)</c>:
/// nothing says so of an index that was computed, <c>a[hash % n]</c>.
/// </remarks>
internal sealed class ElementIndex : IEquatable<ElementIndex>
{
    /// <summary>Computed: can be any element, also the one that another thread computes.</summary>
    public static readonly ElementIndex Any = new(null, null, null);

    /// <summary>As <see cref="Any"/>, and equal to it, by code that the program wrote to choose: <c>_shards[ShardOf(key)]</c>, <c>_slots[_next]</c>.</summary>
    public static readonly ElementIndex Chosen = new(null, null, null);

    private ElementIndex(object? constant, ISymbol? variable, string? form) => (Constant, Variable, Form) = (constant, variable, form);

    public object? Constant { get; }

    public ISymbol? Variable { get; }

    /// <summary>How the variable is used, as source: <c>i</c> and <c>i + 1</c> differ, so that one thread's next can be another's own.</summary>
    public string? Form { get; }

    public bool IsScaled => Form?.Contains("*") == true;

    public bool IsAny => Constant is null && Variable is null;

    public bool IsChosen => ReferenceEquals(this, Chosen);

    public static ElementIndex Of(object constant) => new(constant, null, null);

    public static ElementIndex Of(ISymbol variable, string form) => new(null, variable, form);

    public bool Equals(ElementIndex? other) =>
        other is not null && Equals(Constant, other.Constant) && SymbolEqualityComparer.Default.Equals(Variable, other.Variable) && Form == other.Form;

    public override bool Equals(object? obj) => Equals(obj as ElementIndex);

    public override int GetHashCode() => Variable is null ? Constant?.GetHashCode() ?? 0 : SymbolEqualityComparer.Default.GetHashCode(Variable);

    public override string ToString() => Form ?? Constant?.ToString() ?? "…";
}
