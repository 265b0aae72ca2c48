namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A variable as the source declares it: all its instances together. Which instance an access means is said by its path.</summary>
internal sealed class Memory : IEquatable<Memory>
{
    public Memory(ISymbol symbol, bool isElement) => (Symbol, IsElement) = (symbol.OriginalDefinition, isElement);

    /// <summary>The field, auto-property, local or parameter; of an element, the variable that holds its array.</summary>
    public ISymbol Symbol { get; }

    /// <summary>An element of the array that <see cref="Symbol"/> holds.</summary>
    public bool IsElement { get; }

    public string Name => Symbol.Name;

    public bool IsStatic => Symbol is { IsStatic: true, Kind: SymbolKind.Field or SymbolKind.Property };

    public INamedTypeSymbol? ContainingType => Symbol is ILocalSymbol ? null : Symbol.ContainingType;

    /// <summary>A parameter taken by reference, or an array passed by one: the memory itself is the caller's.</summary>
    public bool IsCallers => Symbol is IParameterSymbol parameter && (IsElement || parameter.RefKind is RefKind.Ref or RefKind.Out);

    public ITypeSymbol Type
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
            return IsElement && type is IArrayTypeSymbol array ? array.ElementType : type;
        }
    }

    public bool Equals(Memory? other) =>
        other is not null && IsElement == other.IsElement && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override bool Equals(object? obj) => Equals(obj as Memory);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol) ^ (IsElement ? 1 : 0);

    public override string ToString() => IsElement ? $"{Name}[…]" : Name;
}
