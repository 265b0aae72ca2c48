using System.Diagnostics.CodeAnalysis;
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

    /// <summary>Without the parentheses and the conversions around it, but for those that call an operator.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static IOperation? Unwrapped(IOperation? value) => Without(value, alsoWritten: true);

    /// <summary>Without the parentheses, and the conversions that the compiler has added, around it; one that is written may change the value: <c>(byte)size == 0</c>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static IOperation? AsWritten(IOperation? value) => Without(value, alsoWritten: false);

    /// <summary>What a value is a part of, seen through parentheses and conversions around it.</summary>
    public static IOperation? Outside(IOperation value)
    {
        var outer = value.Parent;
        while (outer is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
            outer = outer.Parent;
        return outer;
    }

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

    [return: NotNullIfNotNull(nameof(value))]
    private static IOperation? Without(IOperation? value, bool alsoWritten)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion when alsoWritten || conversion.IsImplicit:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                default:
                    return value;
            }
        }
    }
}
