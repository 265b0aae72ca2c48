using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What a parameter must be for a place to be reached: <c>if (size == 0)</c>, <c>if (validate)</c>. What else a branch asks is unknown.</summary>
/// <param name="Parameter">Never assigned in its method.</param>
/// <param name="Comparison">How it compares with a constant.</param>
internal sealed record CostCondition(IParameterSymbol Parameter, Comparison Comparison)
{
    /// <summary>The comparisons of parameters that hold where <paramref name="condition"/> is <paramref name="holds"/>.</summary>
    public static IEnumerable<CostCondition> In(IOperation condition, bool holds)
    {
        foreach (var (subject, comparison) in Comparison.In(condition, holds))
        {
            if (subject is IParameterReferenceOperation { Parameter: { } parameter })
                yield return new CostCondition(parameter.OriginalDefinition, comparison);
        }
    }
}

/// <summary>What a call passes for a parameter: a constant, or a parameter of the caller as it came in.</summary>
internal readonly record struct PassedValue(bool IsConstant, object? Constant, IParameterSymbol? Parameter)
{
    public static PassedValue Of(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: var constant } ? new(true, constant, null)
        : value is IParameterReferenceOperation { Parameter: { } parameter } ? new(false, null, parameter.OriginalDefinition)
        : default;
}
