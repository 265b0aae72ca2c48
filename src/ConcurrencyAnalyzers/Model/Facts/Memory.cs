namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A variable as the source declares it: all its instances together. Which instance an access means is said by its path.</summary>
internal sealed class Memory : IEquatable<Memory>
{
    public Memory(ISymbol symbol, bool isElement)
        : this(symbol, isElement ? 1 : 0)
    {
    }

    public Memory(ISymbol symbol, int depth) => (Symbol, Depth) = (symbol.OriginalDefinition, depth);

    /// <summary>The field, auto-property, local or parameter; of an element, the variable that holds its array.</summary>
    public ISymbol Symbol { get; }

    /// <summary>How many elements of elements further in than the variable: one for what a list holds, two for what a list that a dictionary holds does.</summary>
    public int Depth { get; }

    /// <summary>An element of the array that <see cref="Symbol"/> holds, or of one further in.</summary>
    public bool IsElement => Depth > 0;

    /// <summary>What an item of a collection holds, and not the collection itself.</summary>
    public bool IsOfItem => Depth > 1;

    public string Name => Symbol.Name;

    public bool IsStatic => Symbol is { IsStatic: true, Kind: SymbolKind.Field or SymbolKind.Property };

    public INamedTypeSymbol? ContainingType => Symbol is ILocalSymbol ? null : Symbol.ContainingType;

    /// <summary>How far behind a parameter that is given this, or its collection, <paramref name="inner"/> lies; null where it is not reached from here.</summary>
    public int? DepthOf(Memory inner) =>
        !SymbolEqualityComparer.Default.Equals(Symbol, inner.Symbol) || inner.Depth < Depth ? null
        : inner.Depth - Depth + (IsElement ? 1 : 0);

    /// <summary>What a method means by <paramref name="parameters"/>, the memory behind its parameter, where it is given this.</summary>
    public Memory Within(Memory parameters) => new(Symbol, Depth + Math.Max(0, parameters.Depth - 1));

    /// <summary>A parameter taken by reference, or an array passed by one: the memory itself is the caller's.</summary>
    public bool IsCallers => Symbol is IParameterSymbol parameter && (IsElement || parameter.RefKind is RefKind.Ref or RefKind.Out);

    /// <summary>An element of an array, which is a variable like a field; and not what the calls on a collection change.</summary>
    public bool IsOfArray => IsElement && HolderType is IArrayTypeSymbol;

    public ITypeSymbol Type => HolderType is var type && IsElement && type is IArrayTypeSymbol array ? array.ElementType : type;

    /// <summary>Of what is held, the type of the array or collection that holds it.</summary>
    private ITypeSymbol HolderType
    {
        get
        {
            var type = Symbol switch
            {
                IFieldSymbol one => one.Type,
                IPropertySymbol one => one.Type,
                ILocalSymbol one => one.Type,
                _ => ((IParameterSymbol)Symbol).Type,
            };
            for (var depth = 1; depth < Depth; depth++)
                type = ItemTypes.Of(type) ?? type;
            return type;
        }
    }

    public bool Equals(Memory? other) =>
        other is not null && Depth == other.Depth && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override bool Equals(object? obj) => Equals(obj as Memory);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol) ^ Depth;

    public override string ToString() => Name + string.Concat(Enumerable.Repeat("[…]", Depth));
}
