namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>What is another thing on each thread: an executor's threads keep it from one call to the next.</summary>
internal static class ThreadMemory
{
    public static bool Is(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol field => IsThreadLocal(field.Type) || field.GetAttributes().Any(static one => one.AttributeClass?.Name == "ThreadStaticAttribute"),
        ILocalSymbol local => IsThreadLocal(local.Type),
        IPropertySymbol property => property is { Name: "CurrentThread", ContainingType.Name: "Thread" },
        _ => false,
    };

    private static bool IsThreadLocal(ITypeSymbol type) => type is { Name: "ThreadLocal", ContainingNamespace.Name: "Threading" };
}
