namespace ConcurrencyAnalyzers.Fixes;

/// <summary>What a place does to the memory that a repair is about.</summary>
internal enum UseKind
{
    Read,
    Write,

    /// <summary>Reads and writes in several steps: <c>x++</c>, <c>x += 1</c>, <c>x = x * 2</c>.</summary>
    Update,

    /// <summary>One step of the machine already: a call of <c>Interlocked</c> or <c>Volatile</c>.</summary>
    Atomic,
}

/// <summary>One place that uses the memory, as far as repairs care.</summary>
/// <param name="Node">The whole use: <c>x += 1</c>; of a read the reference itself.</param>
/// <param name="Target">What names the memory in it.</param>
/// <param name="Kind">What it does.</param>
internal sealed record MemoryUse(SyntaxNode Node, ExpressionSyntax Target, UseKind Kind)
{
    /// <summary>Of an update through a temporary, the read it begins with; null where the update is one expression.</summary>
    public SyntaxNode? EarlierRead { get; init; }

    /// <summary>No other thread can be there at the time: the object is being made, or the variable is not shared yet.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Another thread may change the memory at the same time. What is ordered by a start, a join or an await does not race.</summary>
    public bool Races { get; init; }

    public ImmutableArray<HeldGuard> Held { get; init; } = [];

    public SyntaxTree Tree => Node.SyntaxTree;

    public bool IsWrite => Kind is UseKind.Write or UseKind.Update;
}

/// <summary>A lock that is held at a use.</summary>
/// <param name="Symbol">The field, local or parameter that holds the lock object; null where it has no name.</param>
/// <param name="IsMonitor">Taken by <c>lock</c> or <c>Monitor.Enter</c>, so that a <c>lock</c> elsewhere keeps it out.</param>
internal readonly record struct HeldGuard(ISymbol? Symbol, bool IsMonitor);

/// <summary>The memory that a repair is about, with every use of it in the compilation, ordered by file path and position.</summary>
/// <param name="Symbol">The field, auto-property, local or parameter.</param>
/// <param name="Type">What it holds; of array elements the type of one.</param>
/// <param name="Uses">All of them, also those that do not race.</param>
internal sealed record SharedMemory(ISymbol Symbol, ITypeSymbol Type, ImmutableArray<MemoryUse> Uses)
{
    /// <summary>Locks that one side of the race holds, taken by its callers too.</summary>
    public ImmutableArray<ISymbol> GuardsOfOneSide { get; init; } = [];

    /// <summary>As the source calls it: the field that the compiler makes for a property has no name there.</summary>
    public string Name => Symbol is IFieldSymbol { AssociatedSymbol: { } property } ? property.Name : Symbol.Name;

    /// <summary>A field or property, whose guard is a field beside it; the guard of other variables is a local beside them.</summary>
    public bool IsMember => Symbol is IFieldSymbol or IPropertySymbol || IsPrimaryParameter;

    /// <summary>A parameter of a primary constructor that methods use: the compiler keeps it in a field.</summary>
    public bool IsPrimaryParameter =>
        Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
        && constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax);

    public bool IsStatic => IsMember && Symbol.IsStatic;

    /// <summary>The second <c>x</c> in <c>x = x + 1</c> is listed as a read, and goes where the update goes.</summary>
    public bool IsInsideUpdate(MemoryUse read) =>
        Uses.Any(use => use.Kind == UseKind.Update && use.Node != read.Node && use.Node.Contains(read.Node));
}
