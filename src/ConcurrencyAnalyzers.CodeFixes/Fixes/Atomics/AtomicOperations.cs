namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>What <c>Interlocked</c> and <c>Volatile</c> of the target framework can do to variables of one type.</summary>
internal sealed class AtomicOperations
{
    private readonly INamedTypeSymbol _interlocked;
    private readonly INamedTypeSymbol? _volatile;

    private AtomicOperations(INamedTypeSymbol interlocked, INamedTypeSymbol? @volatile, ITypeSymbol type) =>
        (_interlocked, _volatile, Type) = (interlocked, @volatile, type);

    public ITypeSymbol Type { get; }

    public bool IsUnsigned => Type.SpecialType is SpecialType.System_UInt32 or SpecialType.System_UInt64;

    public bool IsLong => Type.SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64;

    /// <returns>Null where the framework cannot even count in that type.</returns>
    public static AtomicOperations? For(ITypeSymbol type, Compilation compilation)
    {
        if (type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64)
            || compilation.GetTypeByMetadataName("System.Threading.Interlocked") is not { } interlocked)
        {
            return null;
        }

        var operations = new AtomicOperations(interlocked, compilation.GetTypeByMetadataName("System.Threading.Volatile"), type);
        return operations.Has("Increment") ? operations : null;
    }

    public bool Has(string method) => HasOverload(_interlocked, method);

    public bool CanRead => _volatile is not null && HasOverload(_volatile, "Read");

    public bool CanWrite => _volatile is not null && HasOverload(_volatile, "Write");

    public string WriteCall(SemanticModel model, int position) => $"{_volatile!.ToMinimalDisplayString(model, position)}.Write";

    /// <summary>The method as it is written at <paramref name="position"/>, with or without namespace.</summary>
    public string Call(string method, SemanticModel model, int position) => $"{_interlocked.ToMinimalDisplayString(model, position)}.{method}";

    public string ReadCall(SemanticModel model, int position) => $"{_volatile!.ToMinimalDisplayString(model, position)}.Read";

    private bool HasOverload(INamedTypeSymbol type, string method) => type.GetMembers(method).OfType<IMethodSymbol>().Any(one =>
        !one.Parameters.IsEmpty && one.Parameters[0].RefKind != RefKind.None && SymbolEqualityComparer.Default.Equals(one.Parameters[0].Type, Type));
}
