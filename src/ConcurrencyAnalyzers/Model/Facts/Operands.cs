using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Finds in a call what an operand of a table line names.</summary>
internal static class Operands
{
    public static IOperation? Of(IOperation call, ApiOperand operand) => operand.Kind switch
    {
        ApiOperandKind.This => call switch
        {
            IInvocationOperation invocation => invocation.Instance,
            IPropertyReferenceOperation property => property.Instance,
            IEventReferenceOperation raised => raised.Instance,
            _ => call,
        },
        ApiOperandKind.Result => call,
        ApiOperandKind.Parameter => ArgumentOf(call, operand.Ordinal)?.Value,
        _ => null,
    };

    public static IArgumentOperation? ArgumentOf(IOperation call, int ordinal)
    {
        var arguments = call switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            IPropertyReferenceOperation property => property.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Ordinal == ordinal)
                return argument;
        }

        return null;
    }
}
