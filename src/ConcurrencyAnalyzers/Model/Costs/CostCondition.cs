namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What a parameter must be for a place to be reached: <c>if (size == 0)</c>, <c>if (validate)</c>. What else a branch asks is unknown.</summary>
/// <param name="Parameter">Never assigned in its method.</param>
/// <param name="Comparison">How it compares with the value.</param>
/// <param name="Value">A constant; null for <c>null</c>.</param>
internal sealed record CostCondition(IParameterSymbol Parameter, BinaryOperatorKind Comparison, object? Value)
{
    /// <summary>The comparisons with constants that hold where <paramref name="condition"/> is <paramref name="holds"/>.</summary>
    public static IEnumerable<CostCondition> In(IOperation condition, bool holds)
    {
        switch (LoopReader.Unconverted(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated:
                return In(negated.Operand, !holds);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when holds:
                return In(both.LeftOperand, holds).Concat(In(both.RightOperand, holds));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !holds:
                return In(either.LeftOperand, holds).Concat(In(either.RightOperand, holds));
            case IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: var value } } comparison
                when LoopReader.Unconverted(comparison.LeftOperand) is IParameterReferenceOperation { Parameter: { } parameter }:
                return (holds ? comparison.OperatorKind : Opposite(comparison.OperatorKind)) is { } kind ? [new CostCondition(parameter.OriginalDefinition, kind, value)] : [];
            case IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag:
                return [new CostCondition(flag.Parameter.OriginalDefinition, BinaryOperatorKind.Equals, holds)];
            default:
                return [];
        }
    }

    /// <summary>Whether the constant <paramref name="given"/> keeps a call from ever getting there.</summary>
    public bool Excludes(object? given)
    {
        var order = given is IComparable one && Value is not null && one.GetType() == Value.GetType() ? one.CompareTo(Value) : (int?)null;
        return Comparison switch
        {
            BinaryOperatorKind.Equals => !Equals(given, Value),
            BinaryOperatorKind.NotEquals => Equals(given, Value),
            BinaryOperatorKind.LessThan => order >= 0,
            BinaryOperatorKind.LessThanOrEqual => order > 0,
            BinaryOperatorKind.GreaterThan => order <= 0,
            BinaryOperatorKind.GreaterThanOrEqual => order < 0,
            _ => false,
        };
    }

    private static BinaryOperatorKind? Opposite(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => BinaryOperatorKind.NotEquals,
        BinaryOperatorKind.NotEquals => BinaryOperatorKind.Equals,
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThan,
        _ => null,
    };
}

/// <summary>What a call passes for a parameter: a constant, or a parameter of the caller as it came in.</summary>
internal readonly record struct PassedValue(bool IsConstant, object? Constant, IParameterSymbol? Parameter)
{
    public static PassedValue Of(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: var constant } ? new(true, constant, null)
        : value is IParameterReferenceOperation { Parameter: { } parameter } ? new(false, null, parameter.OriginalDefinition)
        : default;
}
