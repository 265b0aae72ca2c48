using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>What a parameter must be for a place to be reached: <c>if (size == 0)</c>, <c>if (upload.File != null)</c>. What else a branch asks is unknown.</summary>
/// <param name="Parameter">Never assigned in its method.</param>
/// <param name="Comparison">How it, or what it holds, compares with a constant.</param>
internal sealed record CostCondition(IParameterSymbol Parameter, Comparison Comparison)
{
    /// <summary>The field or property of the parameter that is compared; null for the parameter itself.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The comparisons of parameters that hold where <paramref name="condition"/> is <paramref name="holds"/>.</summary>
    public static IEnumerable<CostCondition> In(IOperation condition, bool holds)
    {
        foreach (var (subject, comparison) in Comparison.In(condition, holds))
        {
            var (owner, member) = subject switch
            {
                IFieldReferenceOperation { Instance: { } instance } field => (instance, (ISymbol)field.Field),
                IPropertyReferenceOperation { Instance: { } instance, Arguments.IsEmpty: true } property => (instance, property.Property),
                _ => (subject, null),
            };
            if (owner is IParameterReferenceOperation { Parameter: { } parameter })
                yield return new CostCondition(parameter.OriginalDefinition, comparison) { Member = member?.OriginalDefinition };
        }
    }

    /// <summary>Whether a call that passes <paramref name="value"/> never gets there.</summary>
    public bool IsExcludedBy(PassedValue value) =>
        Member is null ? value.IsConstant && Comparison.Excludes(value.Constant) : value.Made?.ValueOf(Member) is { HasValue: true, Value: var held } && Comparison.Excludes(held);
}

/// <summary>What a call passes for a parameter: a constant, an object that is made on the spot, or a parameter of the caller as it came in.</summary>
internal readonly record struct PassedValue(bool IsConstant, object? Constant, IParameterSymbol? Parameter, MadeObject? Made)
{
    public static PassedValue Of(IOperation value, BodyReader reader, CancellationToken cancellation) =>
        value.ConstantValue is { HasValue: true, Value: var constant } ? new(true, constant, null, null)
        : value is IParameterReferenceOperation { Parameter: { } parameter } ? new(false, null, parameter.OriginalDefinition, null)
        : new(false, null, null, MadeObject.Of(value, reader, cancellation));
}
