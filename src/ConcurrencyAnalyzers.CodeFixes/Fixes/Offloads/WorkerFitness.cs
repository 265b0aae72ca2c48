namespace ConcurrencyAnalyzers.Fixes.Offloads;

/// <summary>Whether a call can run in another process: a static function of values that can be copied, which leaves no trace in this one.</summary>
/// <remarks>Errs towards no: what is not seen to be fit is not.</remarks>
internal sealed class WorkerFitness(FixQuestion ask)
{
    private static readonly ImmutableHashSet<string> s_computing = ImmutableHashSet.Create(
        "System", "System.Buffers", "System.Buffers.Binary", "System.Buffers.Text", "System.Collections", "System.Collections.Concurrent",
        "System.Collections.Frozen", "System.Collections.Generic", "System.Collections.Immutable", "System.Globalization", "System.Linq", "System.Numerics",
        "System.Numerics.Tensors", "System.Security.Cryptography", "System.Text", "System.Text.RegularExpressions");

    /// <summary>What shows, or changes, the process that it runs in.</summary>
    private static readonly ImmutableHashSet<string> s_ofProcess = ImmutableHashSet.Create(
        "Activator", "AppContext", "AppDomain", "Console", "Environment", "GC", "Progress", "Type", "WeakReference");

    private static readonly ImmutableHashSet<string> s_values = ImmutableHashSet.Create(
        "BigInteger", "Complex", "DateOnly", "DateTime", "DateTimeOffset", "Guid", "Half", "Int128", "TimeOnly", "TimeSpan", "UInt128", "Uri", "Version");

    private readonly WorkReader _work = new(ask);

    public bool Fits(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return method is { IsStatic: true, IsGenericMethod: false, ContainingType.IsGenericType: false }
            && (method.ReturnsVoid || IsCopied(method.ReturnType))
            && method.Parameters.All(parameter => IsCopied(parameter.Type))
            && _work.CodeOf(method.OriginalDefinition) is { } code
            && method.OriginalDefinition.Parameters.All(parameter => !IsChangeable(parameter.Type) || IsOnlyRead(parameter, code))
            && (!method.ReturnsVoid || method.Parameters.IsEmpty || !method.Parameters.Any(static parameter => IsChangeable(parameter.Type)))
            && _work.All(method, IsApart);
    }

    /// <summary>Plain values, text, and arrays, lists, tuples and dictionaries of them: the same in every process.</summary>
    private static bool IsCopied(ITypeSymbol type) => type switch
    {
        _ when IsPlain(type) => true,
        IArrayTypeSymbol { Rank: 1 } array => IsCopied(array.ElementType),
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsCopied(nullable.TypeArguments[0]),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Length < 8 && tuple.TupleElements.All(static element => IsCopied(element.Type)),
        INamedTypeSymbol { Name: "List", Arity: 1 } list => IsGenericCollection(list) && IsCopied(list.TypeArguments[0]),
        INamedTypeSymbol { Name: "Dictionary", Arity: 2 } map => IsGenericCollection(map) && IsPlain(map.TypeArguments[0]) && IsCopied(map.TypeArguments[1]),
        { Name: "CancellationToken" } => IsIn(type, "System.Threading"),
        _ => false,
    };

    private static bool IsPlain(ITypeSymbol type) =>
        type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime
        || type.TypeKind == TypeKind.Enum
        || (s_values.Contains(type.Name) && (IsIn(type, "System") || IsIn(type, "System.Numerics")));

    private static bool IsGenericCollection(ITypeSymbol type) => IsIn(type, "System.Collections.Generic");

    private static bool IsIn(ITypeSymbol type, string name) => type.ContainingNamespace?.ToDisplayString() == name;

    private static bool IsChangeable(ITypeSymbol type) => type is IArrayTypeSymbol || (type is INamedTypeSymbol { Arity: > 0, IsValueType: false } && !IsPlain(type));

    /// <summary>A worker has a copy: what it wrote there nobody would see.</summary>
    private static bool IsOnlyRead(IParameterSymbol parameter, IOperation code)
    {
        foreach (var use in code.Descendants().OfType<IParameterReferenceOperation>().Where(use => SymbolEqualityComparer.Default.Equals(use.Parameter, parameter)))
        {
            IOperation value = use;
            while (value.Parent is IConversionOperation conversion)
                value = conversion;
            var isRead = value.Parent switch
            {
                IArrayElementReferenceOperation element => !IsWritten(element),
                IPropertyReferenceOperation { Property: { Name: "Length" or "Count" or "LongLength" } } => true,
                IPropertyReferenceOperation { Property.IsIndexer: true } element => !IsWritten(element),
                IForEachLoopOperation loop => loop.Collection == value,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Enumerable" or "String" or "Convert" or "BitConverter" } } => true,
                _ => false,
            };
            if (!isRead)
                return false;
        }

        return true;
    }

    private static bool IsWritten(IOperation element) => element.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == element,
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        _ => element.Type is not { } type || IsChangeable(type),
    };

    private bool IsApart(IOperation part) => part switch
    {
        IFieldReferenceOperation { Field: { IsStatic: true } field } => IsSettled(field),
        IPropertyReferenceOperation { Property: { IsStatic: true } property } => IsOurs(property) ? !HasField(property) || property.SetMethod is null && IsImmutable(property.Type) : IsComputing(property),
        IPropertyReferenceOperation { Property: { } property } => IsOurs(property) ? !IsOpen(property) : IsComputing(property),
        IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } callee } call => IsOurs(callee) ? !call.IsVirtual && !callee.IsExtern : IsComputing(callee),
        IObjectCreationOperation { Constructor: { } constructor } => IsOurs(constructor) || IsComputing(constructor),
        IMethodReferenceOperation { Method: { } named } reference => IsOurs(named) ? !reference.IsVirtual : IsComputing(named),
        IEventReferenceOperation or IAwaitOperation or ILockOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IAddressOfOperation => false,
        _ => true,
    };

    /// <summary>The same in a new process, whatever has happened in this one.</summary>
    private bool IsSettled(IFieldSymbol field) => field.IsConst || (field.IsReadOnly && IsImmutable(field.Type) && IsOurs(field)) || (!IsOurs(field) && IsComputing(field));

    private static bool IsImmutable(ITypeSymbol type) =>
        IsPlain(type) || type is { Name: "Regex" } || (type.Name.StartsWith("Immutable", StringComparison.Ordinal) && IsIn(type, "System.Collections.Immutable"))
        || (type.Name.StartsWith("Frozen", StringComparison.Ordinal) && IsIn(type, "System.Collections.Frozen"));

    private static bool HasField(IPropertySymbol property) => property.GetMethod is { } getter && WorkReader.IsAuto(getter);

    private static bool IsOpen(ISymbol member) => member.IsVirtual || member.IsAbstract || member is { IsOverride: true, IsSealed: false };

    private bool IsOurs(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, ask.Compilation.Assembly);

    private static bool IsComputing(ISymbol member) =>
        member.ContainingType is { } type && s_computing.Contains(type.ContainingNamespace.ToDisplayString()) && !s_ofProcess.Contains(type.Name);
}
