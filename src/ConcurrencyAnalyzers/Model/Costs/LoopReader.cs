using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Costs;

/// <summary>How many rounds a loop has, where its head says so.</summary>
/// <remarks>
/// A loop that ends when something happens (<c>while (!found)</c>, <c>while (true)</c>), walks along a chain, drains a queue or halves its number
/// says nothing, and counts as none. One that only multiplies a number has a few rounds, or the number would overflow.
/// </remarks>
internal sealed class LoopReader(AmountReader amounts)
{
    public CostFactor? FactorOf(ILoopOperation loop, IMethodSymbol? within) => loop switch
    {
        IForLoopOperation counted => OfFor(counted, within),
        IForEachLoopOperation each => OfForEach(each, within),
        IWhileLoopOperation { Condition: { } condition } general => OfWhile(general, condition, within),
        _ => null,
    };

    private CostFactor? OfFor(IForLoopOperation loop, IMethodSymbol? within)
    {
        if (IsScaling(loop.Body))
            return null;

        foreach (var (variable, bound) in BoundsIn(loop.Condition))
        {
            if (!IsStepped(variable, loop.AtLoopBottom.Concat([loop.Body])))
                continue;

            // `for (i = n; i >= 0; i--)` says where it starts, not where it ends.
            var start = loop.Before.Select(before => InitialOf(before, variable)).FirstOrDefault(static value => value is not null);
            var end = amounts.Of(bound);
            var rounds = start is null || !end.Depends.IsEmpty ? end : end.With(amounts.Of(start));
            return Factor(loop, rounds, bound.ConstantValue.HasValue && start is { ConstantValue.HasValue: false } ? start : bound, within, [variable], IsComputing(loop.Body, rounds.IsPart, 0)) with { IsOfText = IsLengthOfText(bound) };
        }

        return null;
    }

    private CostFactor OfForEach(IForEachLoopOperation loop, IMethodSymbol? within)
    {
        var ofNumbers = loop.Locals.Any(static local => AmountReader.IsNumber(local.Type));
        var rounds = amounts.Of(loop.Collection);
        if (loop.Collection is not IInvocationOperation { TargetMethod.Name: "Range" } and not IConversionOperation { Operand: IInvocationOperation { TargetMethod.Name: "Range" } })
            rounds = rounds.Size();
        return Factor(loop, rounds, Operands.Unwrapped(loop.Collection), within, loop.Locals.CastArray<ISymbol>(), ofNumbers && IsComputing(loop.Body, ofParts: false, 0))
            with { IsOfText = loop.Locals.Any(static local => local.Type.SpecialType == SpecialType.System_Char) };
    }

    private CostFactor? OfWhile(IWhileLoopOperation loop, IOperation condition, IMethodSymbol? within)
    {
        foreach (var (variable, bound) in BoundsIn(condition))
        {
            var isInHead = condition.DescendantsAndSelf().Any(part => part is IIncrementOrDecrementOperation step && Is(VariableOf(step.Target), variable));
            if (IsStepped(variable, [condition, loop.Body]) && amounts.Of(bound) is var rounds)
            {
                // `while (n > 0) n--` has as many rounds as n has units.
                var from = rounds.Constant is null ? rounds : amounts.FirstOf(variable);
                return Factor(loop, from, rounds.Constant is null ? bound : null, within, [variable], IsComputing(loop.Body, rounds.IsPart, isInHead ? 0 : 1)) with { Text = rounds.Constant is null ? TextOf(bound) : variable.Name, IsOfText = IsLengthOfText(bound) };
            }
        }

        return null;
    }

    private bool IsLengthOfText(IOperation bound) => amounts.ValueOf(bound) is IPropertyReferenceOperation { Property.Name: "Length", Instance.Type: { } type } && IsText(type);

    /// <summary>A string, a builder, a span: what has characters at its indices.</summary>
    private static bool IsText(ITypeSymbol type) =>
        type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Char }
        || type.GetMembers().Any(static member => member is IPropertySymbol { IsIndexer: true, Type.SpecialType: SpecialType.System_Char });

    private static CostFactor Factor(ILoopOperation loop, Amount rounds, IOperation? limit, IMethodSymbol? within, ImmutableArray<ISymbol> varies, bool computes) =>
        new(CostKind.Loop, loop.Syntax, limit is null ? "" : TextOf(limit), rounds) { Varies = varies, Within = within, Computes = computes, IsCounted = !rounds.IsPart };

    /// <summary>The comparisons that all have to hold for one more round: the variable that is compared, and with what.</summary>
    private static IEnumerable<(ISymbol Variable, IOperation Bound)> BoundsIn(IOperation? condition)
    {
        if (condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both)
            return BoundsIn(both.LeftOperand).Concat(BoundsIn(both.RightOperand));
        if (condition is not IBinaryOperation
            {
                OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals,
            } comparison)
        {
            return [];
        }

        return VariablesIn(comparison.LeftOperand).Select(variable => (variable, comparison.RightOperand))
            .Concat(VariablesIn(comparison.RightOperand).Select(variable => (variable, comparison.LeftOperand)));
    }

    private static IEnumerable<ISymbol> VariablesIn(IOperation operation) =>
        operation.DescendantsAndSelf().Select(VariableOf).OfType<ISymbol>();

    private static ISymbol? VariableOf(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private static IOperation? InitialOf(IOperation before, ISymbol variable) =>
        before.DescendantsAndSelf().Select(part => part switch
        {
            IVariableDeclaratorOperation declarator when Is(declarator.Symbol, variable) => declarator.GetVariableInitializer()?.Value,
            ISimpleAssignmentOperation assignment when Is(VariableOf(assignment.Target), variable) => assignment.Value,
            _ => null,
        }).FirstOrDefault(static value => value is not null);

    /// <summary>Every change of the variable adds to it or takes from it; one that divides, shifts or replaces it ends the loop in a few rounds, or nobody knows when.</summary>
    private static bool IsStepped(ISymbol variable, IEnumerable<IOperation> code)
    {
        var steps = 0;
        foreach (var part in code.SelectMany(static one => one.DescendantsAndSelf()))
        {
            var isStep = part switch
            {
                IIncrementOrDecrementOperation step when Is(VariableOf(step.Target), variable) => true,
                ICompoundAssignmentOperation step when Is(VariableOf(step.Target), variable) => step.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract,
                ISimpleAssignmentOperation step when Is(VariableOf(step.Target), variable) =>
                    step.Value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum && VariablesIn(sum).Any(one => Is(one, variable)),
                _ => (bool?)null,
            };
            if (isStep == false)
                return false;
            if (isStep == true)
                steps++;
        }

        return steps > 0;
    }

    /// <summary><c>x *= 10</c>, and nothing else: the next power of a number of a fixed size.</summary>
    private static bool IsScaling(IOperation body)
    {
        while (body is IBlockOperation { Operations: { Length: 1 } only })
            body = only[0];

        var (kind, method) = (body as IExpressionStatementOperation)?.Operation switch
        {
            ICompoundAssignmentOperation change => (change.OperatorKind, change.OperatorMethod),
            ISimpleAssignmentOperation { Value: IBinaryOperation change } assignment when VariableOf(assignment.Target) is { } variable && Is(VariableOf(change.LeftOperand), variable) =>
                (change.OperatorKind, change.OperatorMethod),
            _ => default,
        };

        // BigInteger has no size; decimal has operators of its own.
        return kind is BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift
            && method is null or { ContainingType.SpecialType: SpecialType.System_Decimal };
    }

    /// <summary>Each round works on numbers and calls nothing that the source does not show to do so.</summary>
    internal static bool IsComputing(IOperation body, bool ofParts, int ownSteps)
    {
        var work = -ownSteps;
        var hasNumbers = !ofParts;
        foreach (var part in body.DescendantsAndSelf())
        {
            switch (part)
            {
                case IInvocationOperation { TargetMethod.ContainingType: var type } when !IsArithmetic(type):
                case IObjectCreationOperation or IAnonymousFunctionOperation or IThrowOperation or ITryOperation or IDynamicInvocationOperation:
                    return false;
                case IInvocationOperation { TargetMethod: { ContainingType.Name: "BigInteger", Parameters.Length: > 1 } }:
                    work++;
                    break;
                case IIncrementOrDecrementOperation { Parent: IExpressionStatementOperation { Parent: IForLoopOperation inner } step } when inner.AtLoopBottom.Contains(step):
                    break;
                case ICompoundAssignmentOperation or IIncrementOrDecrementOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder }:
                    work++;
                    break;
                case IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }:
                    hasNumbers |= AmountReader.IsNumber(part.Type);
                    break;
            }
        }

        return work > 0 && hasNumbers;
    }

    private static bool IsArithmetic(INamedTypeSymbol? type) =>
        type is not null && (type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double || type.Name is "Math" or "MathF" or "BitOperations" or "BigInteger");

    private static bool Is(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    public static string TextOf(IOperation operation) => Shortened(operation.Syntax is ForStatementSyntax ? "" : operation.Syntax.ToString());

    /// <summary>One line that a message has room for.</summary>
    public static string Shortened(string text)
    {
        const int Longest = 32;
        var line = string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line.Substring(0, Longest - 1) + "…";
    }
}
