namespace ConcurrencyAnalyzers.Fixes.Atomics;

/// <summary>Amounts that are the same whether they are looked at before or after the variable that they are added to.</summary>
/// <remarks>
/// <c>x += f()</c> reads <c>x</c>, runs <c>f</c>, writes <c>x</c>; <c>Add(ref x, f())</c> runs <c>f</c> first. Nobody can tell the difference where
/// <c>f()</c> is a constant, a local, a parameter, a readonly field, or arithmetic over these: it has no effect and depends on none.
/// </remarks>
internal static class SettledAmounts
{
    public static bool IsSettled(IOperation? amount, ISymbol memory) => amount switch
    {
        null => false,
        { ConstantValue.HasValue: true } => true,
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local } => !Is(local, memory),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => !Is(parameter, memory),
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } reference => !Is(field, memory) && IsSettledReceiver(reference.Instance, memory),
        IPropertyReferenceOperation { Property: { Name: "Length", ContainingType.SpecialType: SpecialType.System_String or SpecialType.System_Array } } length =>
            IsSettled(length.Instance, memory),
        IParenthesizedOperation inner => IsSettled(inner.Operand, memory),
        IConversionOperation { OperatorMethod: null } conversion => IsSettled(conversion.Operand, memory),
        IUnaryOperation { OperatorMethod: null } unary => IsSettled(unary.Operand, memory),
        IBinaryOperation { OperatorMethod: null } binary => IsSettled(binary.LeftOperand, memory) && IsSettled(binary.RightOperand, memory),
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

    private static bool IsSettledReceiver(IOperation? receiver, ISymbol memory) =>
        receiver is null or IInstanceReferenceOperation || IsSettled(receiver, memory);

    private static bool Is(ISymbol symbol, ISymbol memory) => SymbolEqualityComparer.Default.Equals(symbol.OriginalDefinition, memory);
}
