using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How many bodies a parallel loop runs at once, where its options say it, and whether one of them ends it.</summary>
internal static class ParallelShapes
{
    /// <summary><c>new ParallelOptions { MaxDegreeOfParallelism = 1 }</c>, written in the call.</summary>
    public static bool IsLimitedToOne(IOperation call)
    {
        var arguments = (call as IInvocationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        foreach (var argument in arguments)
        {
            if (argument.Value is not IObjectCreationOperation { Initializer: { } initializer, Type.Name: "ParallelOptions" })
                continue;
            foreach (var setting in initializer.Initializers)
            {
                if (setting is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxDegreeOfParallelism" }, Value.ConstantValue: { HasValue: true, Value: 1 } })
                    return true;
            }
        }

        return false;
    }

    /// <summary><c>Parallel.For(0, n, i =&gt; …)</c> gives each round a number that no other has; null for what gives out items.</summary>
    public static NumberedRounds? NumbersOf(IOperation call, IMethodSymbol method) =>
        method.Parameters is { Length: > 2 } parameters && parameters[0].Name == "fromInclusive" && Operands.ArgumentOf(call, 0)?.Value is { ConstantValue: var first } from
            ? new NumberedRounds(NumberIn(first.Value), (Operands.Unwrapped(from) as IParameterReferenceOperation)?.Parameter)
            : null;

    /// <summary>A whole number that a count can begin with or be compared to.</summary>
    public static long? NumberIn(object? constant) => constant is int or long ? Convert.ToInt64(constant, CultureInfo.InvariantCulture) : null;

    /// <summary>The body calls <c>state.Stop()</c> or <c>state.Break()</c>: it looks for one of several, and any of them will do.</summary>
    public static bool MayEndLoop(Frame body)
    {
        var state = body.Method?.Parameters.FirstOrDefault(static parameter => parameter.Type.Name == "ParallelLoopState");
        return state is not null && body.Syntax.DescendantNodes().Any(node =>
            node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Stop" or "Break" } && name.Identifier.ValueText == state.Name);
    }
}

/// <summary>Rounds that are counted: each has a number of its own.</summary>
/// <param name="First">The least of them, where it is a constant.</param>
/// <param name="FirstGiven">The parameter that says the least of them.</param>
internal sealed record NumberedRounds(long? First, IParameterSymbol? FirstGiven)
{
    /// <summary>The only number that compares so: that after <c>i == 3</c>, and for rounds from zero on that after <c>i &lt; 1</c>; null where there are several.</summary>
    public long? OnlyOne(Comparison comparison) => (comparison.Kind, ParallelShapes.NumberIn(comparison.Constant)) switch
    {
        (BinaryOperatorKind.Equals, { } only) => only,
        (BinaryOperatorKind.LessThan, { } bound) when First is { } first && first == bound - 1 => first,
        (BinaryOperatorKind.LessThanOrEqual, { } bound) when First is { } first && first == bound => first,
        _ => null,
    };
}
