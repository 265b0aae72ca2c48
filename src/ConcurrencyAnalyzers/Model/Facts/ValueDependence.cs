using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Whether a value that is written to memory was computed from what the same memory held.</summary>
internal sealed class ValueDependence(PathResolver paths, BodyVariables variables)
{
    private const int MaxTemporaries = 4;

    private bool _computes;

    /// <summary>The read that <paramref name="value"/> is computed from, directly or through locals; null where there is none.</summary>
    /// <remarks>A value that is put back unchanged, as one saves and restores a setting, is no update.</remarks>
    public IOperation? ReadBehind(IOperation value, MemoryPath written)
    {
        _computes = false;
        return Find(value, written, MaxTemporaries) is { } read && _computes ? read : null;
    }

    private IOperation? Find(IOperation? value, MemoryPath written, int temporaries)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case IFieldReferenceOperation or IPropertyReferenceOperation or IArrayElementReferenceOperation:
                return paths.PathOf(value).Equals(written) ? value : null;
            case ILocalReferenceOperation or IParameterReferenceOperation:
                if (paths.PathOf(value).Equals(written))
                    return value;
                if (value is not ILocalReferenceOperation { Local: { } local } || temporaries == 0)
                    return null;
                _computes |= !variables.IsSettled(local);
                return Find(variables.FirstValueOf(local), written, temporaries - 1);
            case IBinaryOperation binary:
                _computes = true;
                return InTerms(binary, written, temporaries);
            case IUnaryOperation unary:
                _computes = true;
                return Find(unary.Operand, written, temporaries);
            case IConversionOperation conversion:
                return Find(conversion.Operand, written, temporaries);
            case IParenthesizedOperation parenthesized:
                return Find(parenthesized.Operand, written, temporaries);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                _computes = true;
                return Find(conditional.WhenTrue, written, temporaries) ?? Find(whenFalse, written, temporaries);
            case IAwaitOperation awaited:
                return Find(awaited.Operation, written, temporaries);
            case IInvocationOperation call:
                _computes = true;
                return InCall(call, written, temporaries);
            case IInterpolatedStringOperation interpolated:
                _computes = true;
                return interpolated.Parts.OfType<IInterpolationOperation>().Select(part => Find(part.Expression, written, temporaries)).FirstOrDefault(static read => read is not null);
            default:
                return null;
        }
    }

    /// <summary>A sum of thousands of terms nests to the left: it is walked, for a call each would overflow the stack.</summary>
    private IOperation? InTerms(IBinaryOperation sum, MemoryPath written, int temporaries)
    {
        var terms = new Stack<IOperation>();
        IOperation first = sum;
        for (; first is IBinaryOperation binary; first = binary.LeftOperand)
            terms.Push(binary.RightOperand);

        var read = Find(first, written, temporaries);
        while (read is null && terms.Count > 0)
            read = Find(terms.Pop(), written, temporaries);
        return read;
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
