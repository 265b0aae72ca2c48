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

    /// <summary>Each element in turn, and so also the one that another thread is at: <c>foreach (var one in _all)</c>. Equal to <see cref="Any"/>.</summary>
    public static readonly ElementIndex All = new(null, null, null);

    private ElementIndex(object? constant, ISymbol? variable, string? form) => (Constant, Variable, Form) = (constant, variable, form);

    public object? Constant { get; }

    public ISymbol? Variable { get; }

    /// <summary>How the variable is used, as source: <c>i</c> and <c>i + 1</c> differ, so that one thread's next can be another's own.</summary>
    public string? Form { get; }

    public bool IsScaled => Form?.Contains("*") == true;

    public bool IsAny => Constant is null && Variable is null;

    public bool IsChosen => ReferenceEquals(this, Chosen);

    public bool IsAll => ReferenceEquals(this, All);

    /// <summary>
    /// Of the element at which a loop is, or that a local of a round stands for: who looks on from outside of the frame that declares <see cref="Variable"/> sees all of
    /// them, or some that the code there chooses. Null of any other index.
    /// </summary>
    public ElementIndex? Outside { get; private init; }

    /// <summary>
    /// Whether nothing says that two ways come to one element: each asks for it by a key of its own. Who comes to all of them comes to the other's as well.
    /// </summary>
    /// <param name="one">As a frame names it, or one activation of two.</param>
    /// <param name="other">The same of the other way.</param>
    /// <param name="isOneActivation">A variable of one name has one value.</param>
    public static bool MayBeTwo(ElementIndex one, ElementIndex other, bool isOneActivation) =>
        !one.IsWhole && !other.IsWhole
        && (one.IsChosen || other.IsChosen || ((one.Variable is not null || other.Variable is not null) && !(isOneActivation && one.Equals(other))));

    private bool IsWhole => IsAll || Outside is { IsAll: true };

    public static ElementIndex Each(ISymbol item, ElementIndex outside) => new(null, item, item.Name) { Outside = outside };

    public static ElementIndex Of(object constant) => new(constant, null, null);

    public static ElementIndex Of(ISymbol variable, string form) => new(null, variable, form);

    public bool Equals(ElementIndex? other) =>
        other is not null && Equals(Constant, other.Constant) && SymbolEqualityComparer.Default.Equals(Variable, other.Variable) && Form == other.Form;

    public override bool Equals(object? obj) => Equals(obj as ElementIndex);

    public override int GetHashCode() => Variable is null ? Constant?.GetHashCode() ?? 0 : SymbolEqualityComparer.Default.GetHashCode(Variable);

    public override string ToString() => Form ?? Constant?.ToString() ?? "…";
}
