using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How a value that a branch asks for compares with a constant where the branch is taken: <c>size == 0</c>, <c>mode is not Mode.Slow</c>.</summary>
/// <param name="Kind">The value stands on the left.</param>
/// <param name="Constant">Null for <c>null</c>.</param>
internal readonly record struct Comparison(BinaryOperatorKind Kind, object? Constant)
{
    /// <summary>The comparisons that hold where <paramref name="condition"/> is <paramref name="holds"/>, and what is compared in each.</summary>
    /// <exception cref="InsufficientExecutionStackException">The condition is nested too deep.</exception>
    public static IEnumerable<(IOperation Subject, Comparison Comparison)> In(IOperation condition, bool holds)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (Operands.AsWritten(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated:
                return In(negated.Operand, !holds);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return holds ? In(both.LeftOperand, holds).Concat(In(both.RightOperand, holds)) : [];
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return holds ? [] : In(either.LeftOperand, holds).Concat(In(either.RightOperand, holds));
            case IBinaryOperation { RightOperand.ConstantValue: { HasValue: true, Value: var value } } comparison:
                return (holds ? comparison.OperatorKind : Opposite(comparison)) is { } kind ? [(Operands.AsWritten(comparison.LeftOperand), new Comparison(kind, value))] : [];
            case IIsPatternOperation { Pattern: var pattern } asked:
                return Of(pattern, holds) is { } matched ? [(Operands.AsWritten(asked.Value), matched)] : [];
            case { Type.SpecialType: SpecialType.System_Boolean, ConstantValue.HasValue: false } flag:
                return [(flag, new Comparison(BinaryOperatorKind.Equals, holds))];
            default:
                return [];
        }
    }

    /// <summary>Whether <paramref name="given"/>, a constant, does not compare so.</summary>
    public bool Excludes(object? given)
    {
        var order = Order(given, Constant);
        return Kind switch
        {
            BinaryOperatorKind.Equals => AreSame(given, Constant) == false,
            BinaryOperatorKind.NotEquals => AreSame(given, Constant) == true,
            BinaryOperatorKind.LessThan => order >= 0,
            BinaryOperatorKind.LessThanOrEqual => order > 0,
            BinaryOperatorKind.GreaterThan => order <= 0,
            BinaryOperatorKind.GreaterThanOrEqual => order < 0,
            _ => false,
        };
    }

    /// <summary>Whether no value compares both ways.</summary>
    public bool Excludes(Comparison other) => (IsUpper, IsLower, other.IsUpper, other.IsLower) switch
    {
        _ when Kind == BinaryOperatorKind.Equals => other.Excludes(Constant),
        _ when other.Kind == BinaryOperatorKind.Equals => Excludes(other.Constant),
        (true, _, _, true) => IsBelow(this, other),
        (_, true, true, _) => IsBelow(other, this),
        _ => false,
    };

    private bool IsUpper => Kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual;

    private bool IsLower => Kind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    /// <summary>Whether nothing lies between: <c>n &lt; 3</c> and <c>n &gt;= 3</c>.</summary>
    private static bool IsBelow(Comparison upper, Comparison lower) =>
        Order(upper.Constant, lower.Constant) is { } order
        && (order < 0 || (order == 0 && !(upper.Kind == BinaryOperatorKind.LessThanOrEqual && lower.Kind == BinaryOperatorKind.GreaterThanOrEqual)));

    /// <summary>Null where the two are not of one type that has an order.</summary>
    private static int? Order(object? one, object? other) => one is IComparable comparable && other is not null && one.GetType() == other.GetType() ? comparable.CompareTo(other) : null;

    private static Comparison? Of(IPatternOperation pattern, bool holds) => pattern switch
    {
        INegatedPatternOperation negated => Of(negated.Pattern, !holds),
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: var value } } => new(holds ? BinaryOperatorKind.Equals : BinaryOperatorKind.NotEquals, value),
        _ => null,
    };

    /// <summary>Null where types say too little: a <c>byte</c> is compared as an <c>int</c> and passed as a <c>byte</c>, but half of one is not zero.</summary>
    private static bool? AreSame(object? one, object? other) =>
        one is null || other is null || one.GetType() == other.GetType() ? Equals(one, other)
        : IsWhole(one) && IsWhole(other) ? Convert.ToDecimal(one, null) == Convert.ToDecimal(other, null)
        : null;

    private static bool IsWhole(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    /// <summary>What holds where the comparison does not; null where nothing follows: neither <c>NaN</c> nor <c>null</c> is below, or not below, anything.</summary>
    private static BinaryOperatorKind? Opposite(IBinaryOperation comparison) => comparison.OperatorKind switch
    {
        BinaryOperatorKind.Equals => BinaryOperatorKind.NotEquals,
        BinaryOperatorKind.NotEquals => BinaryOperatorKind.Equals,
        _ when comparison.IsLifted || comparison.LeftOperand.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single => null,
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThan,
        _ => null,
    };
}
