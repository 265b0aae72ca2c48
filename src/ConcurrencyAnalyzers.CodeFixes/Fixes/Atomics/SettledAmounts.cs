namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>Amounts that are the same whether they are looked at before or after the variable that they are added to.</summary>
/// <remarks>
/// <c>x += f()</c> reads <c>x</c>, runs <c>f</c>, writes <c>x</c>; <c>Add(ref x, f())</c> runs <c>f</c> first. Nobody can tell the difference where
/// <c>f()</c> is a constant, a local, a parameter, a readonly field, or arithmetic over these: it has no effect and depends on none.
/// </remarks>
internal static class SettledAmounts
{
    /// <summary>Generated sums of thousands of terms are nested as deep, and the stack ends the editor with it.</summary>
    private const int MostNested = 50;

    public static bool IsSettled(IOperation? amount, ISymbol memory) => IsSettled(amount, memory, MostNested);

    private static bool IsSettled(IOperation? amount, ISymbol memory, int nested) => amount switch
    {
        null => false,
        { ConstantValue.HasValue: true } => true,
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => !Is(local, memory),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => !Is(parameter, memory),
        _ when nested == 0 => false,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } reference =>
            !Is(field, memory) && (reference.Instance is null or IInstanceReferenceOperation || IsSettled(reference.Instance, memory, nested - 1)),
        IPropertyReferenceOperation { Property: { Name: "Length", ContainingType.SpecialType: var type } } length =>
            type is SpecialType.System_String or SpecialType.System_Array && IsSettled(length.Instance, memory, nested - 1),
        IParenthesizedOperation inner => IsSettled(inner.Operand, memory, nested - 1),
        IConversionOperation { OperatorMethod: null } conversion => IsSettled(conversion.Operand, memory, nested - 1),
        IUnaryOperation { OperatorMethod: null } unary => IsSettled(unary.Operand, memory, nested - 1),
        IBinaryOperation { OperatorMethod: null } binary =>
            IsSettled(binary.LeftOperand, memory, nested - 1) && IsSettled(binary.RightOperand, memory, nested - 1),
        _ => false,
    };

    /// <summary>Whether a settled amount has one value however often it is looked at, and not only at one time.</summary>
    public static bool IsSteady(IOperation amount) =>
        amount.ConstantValue.HasValue || amount.DescendantsAndSelf().All(static one => one switch
        {
            ILocalReferenceOperation local => Writes.Never(local.Local, local.Syntax),
            IParameterReferenceOperation parameter => Writes.Never(parameter.Parameter, parameter.Syntax),
            _ => true,
        });

    private static bool Is(ISymbol symbol, ISymbol memory) => SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, memory);
}
