using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Whether a value that is written to memory was computed from what the same memory held.</summary>
internal sealed class ValueDependence(PathResolver paths, BodyVariables variables)
{
    private const int MaxTemporaries = 4;

    /// <summary>The read that <paramref name="value"/> derives from, directly or through locals; null where there is none.</summary>
    public IOperation? ReadBehind(IOperation value, MemoryPath written) => Find(value, written, MaxTemporaries);

    private IOperation? Find(IOperation? value, MemoryPath written, int temporaries)
    {
        switch (value)
        {
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation:
                return paths.PathOf(value).Equals(written) ? value : null;
            case ILocalReferenceOperation or IParameterReferenceOperation:
                if (paths.PathOf(value).Equals(written))
                    return value;
                return value is ILocalReferenceOperation { Local: { } local } && temporaries > 0 ? Find(variables.FirstValueOf(local), written, temporaries - 1) : null;
            case IBinaryOperation binary:
                return Find(binary.LeftOperand, written, temporaries) ?? Find(binary.RightOperand, written, temporaries);
            case IUnaryOperation unary:
                return Find(unary.Operand, written, temporaries);
            case IConversionOperation conversion:
                return Find(conversion.Operand, written, temporaries);
            case IParenthesizedOperation parenthesized:
                return Find(parenthesized.Operand, written, temporaries);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Find(conditional.WhenTrue, written, temporaries) ?? Find(whenFalse, written, temporaries);
            case IAwaitOperation awaited:
                return Find(awaited.Operation, written, temporaries);
            case IInvocationOperation call:
                return InCall(call, written, temporaries);
            case IInterpolatedStringOperation interpolated:
                return interpolated.Parts.OfType<IInterpolationOperation>().Select(part => Find(part.Expression, written, temporaries)).FirstOrDefault(static read => read is not null);
            default:
                return null;
        }
    }

    /// <summary>Arithmetic by call: <c>Math.Max(x, y)</c>, <c>total.Add(span)</c>. The methods of a reference type change or copy an object, which is another bug.</summary>
    private IOperation? InCall(IInvocationOperation call, MemoryPath written, int temporaries)
    {
        if (call.Instance is { Type.IsValueType: true } instance && Find(instance, written, temporaries) is { } read)
            return read;
        if (call.Instance is not null || !call.TargetMethod.IsStatic || call.Type is { IsValueType: false, SpecialType: not SpecialType.System_String })
            return null;

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.RefKind == RefKind.None && Find(argument.Value, written, temporaries) is { } passed)
                return passed;
        }

        return null;
    }
}
