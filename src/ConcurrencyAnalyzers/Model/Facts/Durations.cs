namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Times as the source gives them to timers: numbers of milliseconds, and spans.</summary>
internal static class Durations
{
    public static bool IsZero(IOperation? time) => Unconverted(time) switch
    {
        { ConstantValue: { HasValue: true, Value: { } constant } } => IsNumber(constant, 0),
        IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } or IDefaultValueOperation => true,
        _ => false,
    };

    public static bool IsInfinite(IOperation? time) => Unconverted(time) switch
    {
        { ConstantValue: { HasValue: true, Value: { } constant } } => IsNumber(constant, -1),
        IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => true,
        _ => false,
    };

    /// <summary>A constant of any integer type; <c>uint</c> has its own infinity.</summary>
    private static bool IsNumber(object constant, int number) => constant switch
    {
        int value => value == number,
        long value => value == number,
        uint value => value == unchecked((uint)number),
        _ => false,
    };

    private static IOperation? Unconverted(IOperation? time)
    {
        while (time is IConversionOperation { ConstantValue.HasValue: false } conversion)
            time = conversion.Operand;
        return time;
    }
}
