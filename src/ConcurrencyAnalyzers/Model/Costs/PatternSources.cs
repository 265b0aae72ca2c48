using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Which variables a text is put together from, where it comes from somebody as he wrote it.</summary>
/// <remarks>What is looked up by such a text, escaped, or read from a field, is not his text: it has no source here.</remarks>
internal sealed class PatternSources(BodyVariables variables)
{
    private const int MaxDepth = 8;

    /// <summary>Parameters and locals; Unknown where none is in sight.</summary>
    public Amount Of(IOperation text) => Of(text, MaxDepth);

    private Amount Of(IOperation? text, int depth)
    {
        // A number in a pattern does not make it another one.
        if (depth == 0 || text?.Type is { IsValueType: true, Name: not "StringValues" })
            return Amount.Unknown;

        depth--;
        return text switch
        {
            IParameterReferenceOperation { Parameter: { } parameter } => Amount.Of(parameter),
            ILocalReferenceOperation { Local: { } local } => variables.OnlyValueOf(local) is { } only and not IAwaitOperation ? Of(only, depth) : Amount.Of(local),
            IConversionOperation conversion => Of(conversion.Operand, depth),
            IParenthesizedOperation inner => Of(inner.Operand, depth),
            ICoalesceOperation choice => Of(choice.Value, depth),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => Of(sum.LeftOperand, depth).With(Of(sum.RightOperand, depth)),
            IInterpolatedStringOperation parts => parts.Parts.OfType<IInterpolationOperation>().Aggregate(Amount.Unknown, (all, part) => all.With(Of(part.Expression, depth))),
            IInvocationOperation { TargetMethod: { Name: not "Replace" } method, Instance: { } whole } when method.Name == "ToString" || whole.Type?.SpecialType == SpecialType.System_String => Of(whole, depth),
            IFieldReferenceOperation { Instance: { } whole and not IInstanceReferenceOperation } => Of(whole, depth),
            IPropertyReferenceOperation { Instance: { } whole and not IInstanceReferenceOperation } property when property.Arguments.All(static index => index.Value.ConstantValue.HasValue) => Of(whole, depth),
            _ => Amount.Unknown,
        };
    }
}
