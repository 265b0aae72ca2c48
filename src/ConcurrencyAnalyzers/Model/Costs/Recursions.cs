using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>Whether a method that calls itself takes exponential time: several calls of one activation, each for a number a little smaller.</summary>
/// <remarks>
/// A walk down a structure (<c>Visit(node.Left)</c>) sees every part once and is no such thing, nor is one that remembers what it has seen, nor one
/// that halves its number.
/// </remarks>
internal static class Recursions
{
    private const long LongestShift = 60;

    private static readonly string[] s_memories = ["TryGetValue", "ContainsKey", "Contains", "TryAdd", "GetOrAdd", "ContainsValue"];

    /// <param name="calls">The calls of itself, at least one.</param>
    /// <param name="method">The method.</param>
    /// <param name="isRepeated">Whether a call stands in a loop that may have many rounds, and does not wait.</param>
    public static CostFactor? In(List<IInvocationOperation> calls, IMethodSymbol method, Func<IInvocationOperation, bool> isRepeated)
    {
        var branches = calls.Any(isRepeated) || calls.Any(one => calls.Any(other => one.Syntax.SpanStart < other.Syntax.SpanStart && !Excludes(one, other)));
        if (!branches)
            return null;

        // Of one that counts upwards, where it begins says nothing about where it ends.
        var step = StepOf(calls[0])!.Value;
        return new CostFactor(CostKind.Recursion, calls[0].Syntax, method.Name, step.IsDown ? Amount.Of(step.Parameter) : Amount.Unknown) { IsHeavy = true, Within = method };
    }

    /// <summary>A method that calls itself once, for one less: all that it does is done as often as its number says.</summary>
    public static CostFactor? DescentIn(List<IInvocationOperation> calls, IMethodSymbol method) =>
        calls.Count == 1 && StepOf(calls[0]) is { IsDown: true, Parameter: var number } && !IsInHandler(calls[0])
            ? new CostFactor(CostKind.Descent, calls[0].Syntax, method.Name, Amount.Of(number)) { Within = method, IsCounted = true }
            : null;

    /// <summary>A next try.</summary>
    private static bool IsInHandler(IOperation call)
    {
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation or ITryOperation)
                return true;
        }

        return false;
    }

    /// <summary>The calls of itself; none where one of them is no step of a count.</summary>
    public static List<IInvocationOperation> CallsIn(IOperation body, IMethodSymbol method)
    {
        var calls = new List<IInvocationOperation>();
        foreach (var part in body.Descendants())
        {
            if (part is not IInvocationOperation call)
                continue;
            if (Array.IndexOf(s_memories, call.TargetMethod.Name) >= 0)
                return [];
            if (SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method) && IsOwn(call, body))
                calls.Add(call);
        }

        return calls.All(static call => StepOf(call) is not null) && !calls.Any(IsDescent) ? calls : [];
    }

    /// <summary>Two calls in each activation, so many deep.</summary>
    public static long CallsFor(long depth) => depth > LongestShift ? long.MaxValue : 1L << (int)depth;

    private static bool IsOwn(IOperation call, IOperation body)
    {
        for (var parent = call.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return false;
        }

        return true;
    }

    /// <summary>The parameter that gets a number computed from itself by adding or taking away.</summary>
    private static (IParameterSymbol Parameter, bool IsDown)? StepOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && AmountReader.IsNumber(parameter.Type)
                && Unconverted(argument.Value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } step
                && step.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation { Parameter: { } from } && from.Ordinal == parameter.Ordinal && Is(from.ContainingSymbol, parameter.ContainingSymbol)))
            {
                return (parameter.OriginalDefinition, step.OperatorKind == BinaryOperatorKind.Subtract);
            }
        }

        return null;
    }

    private static bool Is(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);

    /// <summary>Some argument, or the receiver, is a part of what this activation was given.</summary>
    private static bool IsDescent(IInvocationOperation call) =>
        call.Instance is not (null or IInstanceReferenceOperation)
        || call.Arguments.Any(static argument => argument.Value.Type is { IsReferenceType: true } && Unconverted(argument.Value) is not
            (IParameterReferenceOperation or IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } or IInstanceReferenceOperation or ILiteralOperation));

    /// <summary>One activation makes at most one of the two calls.</summary>
    private static bool Excludes(IOperation one, IOperation other)
    {
        for (IOperation child = one, parent = one.Parent!; parent is not null; child = parent, parent = parent.Parent!)
        {
            if (parent.Syntax.Span.Contains(other.Syntax.Span))
                return parent is IConditionalOperation conditional && child != conditional.Condition && !conditional.Condition.Syntax.Span.Contains(other.Syntax.Span)
                    || parent is ISwitchOperation or ISwitchExpressionOperation;

            // Who returns does not get to what stands below.
            if (parent is IReturnOperation { IsImplicit: false })
                return true;
        }

        return false;
    }

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }
}
