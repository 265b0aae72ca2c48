using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Types of the program whose disposal gives a lock back: <c>using (Locked())</c>.</summary>
/// <remarks>Which lock it is, is known to their constructor and whoever calls that; it is taken for one of unknown name, which hides races and invents none.</remarks>
internal static class OwnScopes
{
    /// <summary>From the disposal of a scope through what it calls to the giving back.</summary>
    private const int MaxCalls = 3;

    private static readonly HashSet<string> s_givingBack = new(StringComparer.Ordinal)
    {
        "Exit", "Release", "ReleaseMutex", "ExitReadLock", "ExitWriteLock", "ExitUpgradeableReadLock", "ReleaseLock", "ReleaseReaderLock", "ReleaseWriterLock", "Unlock",
    };

    public static bool GivesLockBack(ITypeSymbol? type, IAssemblySymbol assembly)
    {
        if (type is null || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly))
            return false;

        return type.GetMembers().OfType<IMethodSymbol>()
            .Where(static method => method is { Name: "Dispose" or "DisposeAsync" } or { ExplicitInterfaceImplementations.IsEmpty: false })
            .Any(method => GivesLockBack(method, type.ContainingType is null ? 1 : MaxCalls));
    }

    /// <summary>
    /// By name: itself, or where the scope stands inside the type of the lock by methods of the two, <c>Dispose() =&gt; Leave();</c> and <c>Leave() =&gt; _owner.GiveBack();</c>.
    /// </summary>
    private static bool GivesLockBack(IMethodSymbol method, int calls) =>
        method.DeclaringSyntaxReferences.Any(place => place.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            GivesBack(call) || (calls > 1 && Targets.NameOf(call) is { } name && OwnNamed(name, method.ContainingType).Any(own => GivesLockBack(own, calls - 1)))));

    private static IEnumerable<IMethodSymbol> OwnNamed(string name, INamedTypeSymbol scope) =>
        scope.GetMembers(name).Concat(scope.ContainingType?.GetMembers(name) ?? []).OfType<IMethodSymbol>();

    /// <summary>
    /// A method of the program that says what the disposal is to give back: <c>Enter(); return new Scope(() =&gt; _gate.Exit());</c>. Or that tells of its result
    /// only that it ends, <c>Task&lt;IDisposable&gt; EnterAsync()</c>, and belongs to a type with such a scope inside it.
    /// </summary>
    public static bool GivesLockBack(IMethodSymbol maker, IAssemblySymbol assembly) =>
        maker.DeclaringSyntaxReferences.Any(static place => place.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(GivesBack))
        || (ResultOf(maker.ReturnType) is { TypeKind: TypeKind.Interface, Name: "IDisposable" or "IAsyncDisposable" } && maker.ContainingType.GetTypeMembers().Any(scope => GivesLockBack(scope, assembly)));

    /// <summary>What an await, <c>ConfigureAwait</c> or a conversion is about; null where there is nothing of them left.</summary>
    public static IOperation? Unwrapped(IOperation? value) => value switch
    {
        IConversionOperation conversion => conversion.Operand,
        IAwaitOperation await => await.Operation,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => task,
        _ => null,
    };

    /// <summary>What a task brings; any other type is its own result.</summary>
    public static ITypeSymbol? ResultOf(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task ? task.TypeArguments[0] : type;

    /// <summary>By name: a call that gives a lock back.</summary>
    public static bool GivesBack(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => s_givingBack.Contains(access.Name.Identifier.ValueText),
        MemberBindingExpressionSyntax binding => s_givingBack.Contains(binding.Name.Identifier.ValueText),
        SimpleNameSyntax name => s_givingBack.Contains(name.Identifier.ValueText),
        _ => false,
    };
}
