using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Executors;

/// <summary>The most rounds that a loop makes, written so that it can be read before the loop.</summary>
/// <param name="Text">An expression without effects.</param>
/// <param name="Known">Its value, where the compiler knows it.</param>
internal sealed record RoundCount(string Text, int? Known)
{
    /// <returns>Null where only the loop itself finds out.</returns>
    public static RoundCount? Of(StatementSyntax loop, SemanticModel model) => loop switch
    {
        ForEachStatementSyntax { AwaitKeyword.RawKind: 0 } one => OfElements(one.Expression, one, model),
        ForEachVariableStatementSyntax { AwaitKeyword.RawKind: 0 } one => OfElements(one.Expression, one, model),
        ForStatementSyntax one => OfSteps(one, model),
        _ => null,
    };

    private static RoundCount? OfElements(ExpressionSyntax elements, StatementSyntax loop, SemanticModel model)
    {
        var type = model.GetTypeInfo(elements).Type;
        switch (elements)
        {
            case ImplicitArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count }:
                return OfConstant(count);
            case ArrayCreationExpressionSyntax { Initializer.Expressions.Count: var count }:
                return OfConstant(count);
            case InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 2 } arguments } call
                when model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "Range", ContainingType.Name: "Enumerable" }:
                return SettledValues.Is(arguments[1].Expression, loop, model) ? Of(arguments[1].Expression, model) : null;
        }

        // Read once more, a moment before the loop reads it.
        var name = type is IArrayTypeSymbol || model.LookupSymbols(loop.SpanStart, type, "Length").Any(IsNumber) ? "Length"
            : model.LookupSymbols(loop.SpanStart, type, "Count").Any(IsNumber) ? "Count" : null;
        return name is not null && SettledValues.IsVariable(elements, model)
            && type!.ContainingNamespace?.ToDisplayString() != "System.Collections.Concurrent" ? new RoundCount($"{elements}.{name}", null) : null;
    }

    private static bool IsNumber(ISymbol member) => member is IPropertySymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Int32 };

    /// <summary><c>for (var i = low; i &lt; high; i++)</c>, and the same from above.</summary>
    private static RoundCount? OfSteps(ForStatementSyntax loop, SemanticModel model)
    {
        if (loop is not { Declaration.Variables: { Count: 1 } variables, Incrementors: { Count: 1 } steps, Condition: BinaryExpressionSyntax condition }
            || variables[0] is not { Initializer.Value: { } first } variable
            || StepOf(steps[0], variable.Identifier.ValueText) is not { } isUp || IsWritten(variable.Identifier.ValueText, loop))
        {
            return null;
        }

        var isLeft = IsName(condition.Left, variable.Identifier.ValueText);
        var bound = isLeft ? condition.Right : condition.Left;
        if ((!isLeft && !IsName(condition.Right, variable.Identifier.ValueText))
            || !SettledValues.Is(first, loop, model) || !SettledValues.Is(bound, loop, model))
        {
            return null;
        }

        var (low, high) = isUp ? (first, bound) : (bound, first);
        var isBelow = isUp == isLeft;
        return condition.Kind() switch
        {
            SyntaxKind.LessThanExpression when isBelow => Between(low, high, isBoth: false, model),
            SyntaxKind.GreaterThanExpression when !isBelow => Between(low, high, isBoth: false, model),
            SyntaxKind.LessThanOrEqualExpression when isBelow => Between(low, high, isBoth: true, model),
            SyntaxKind.GreaterThanOrEqualExpression when !isBelow => Between(low, high, isBoth: true, model),
            SyntaxKind.NotEqualsExpression => Between(low, high, isBoth: false, model),
            _ => null,
        };
    }

    /// <summary>Whether each round steps up by one, or down by one; null for other steps.</summary>
    private static bool? StepOf(ExpressionSyntax step, string variable) => step switch
    {
        PostfixUnaryExpressionSyntax one when IsName(one.Operand, variable) => one.IsKind(SyntaxKind.PostIncrementExpression),
        PrefixUnaryExpressionSyntax one when IsName(one.Operand, variable) => one.IsKind(SyntaxKind.PreIncrementExpression),
        _ => null,
    };

    private static bool IsName(ExpressionSyntax expression, string name) =>
        expression is IdentifierNameSyntax one && one.Identifier.ValueText == name;

    /// <summary>A round that turns the counter back is made again.</summary>
    private static bool IsWritten(string variable, ForStatementSyntax loop) =>
        loop.Statement.DescendantNodes().Concat(loop.Condition!.DescendantNodes()).OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == variable && Writes.Through(name));

    private static RoundCount? Between(ExpressionSyntax low, ExpressionSyntax high, bool isBoth, SemanticModel model)
    {
        var (lowest, highest) = (ValueOf(low, model), ValueOf(high, model));
        if (lowest is { } from && highest is { } to && (from != 0 || isBoth))
            return OfConstant(to - from + (isBoth ? 1 : 0));
        if (lowest is not { } offset)
            return new RoundCount($"{InBrackets(high)} - {InBrackets(low)}{(isBoth ? " + 1" : "")}", null);

        offset -= isBoth ? 1 : 0;
        if (offset != 0 && high is BinaryExpressionSyntax sum && sum.Kind() is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression
            && ValueOf(sum.Right, model) is { } more)
        {
            (high, offset) = (sum.Left, sum.IsKind(SyntaxKind.AddExpression) ? offset - more : offset + more);
        }

        return offset == 0 ? Of(high, model)
            : new RoundCount(offset > 0 ? $"{InBrackets(high)} - {offset}" : $"{InBrackets(high)} + {-offset}", null);
    }

    private static RoundCount Of(ExpressionSyntax count, SemanticModel model) => new(count.ToString(), ValueOf(count, model));

    private static RoundCount OfConstant(int count) => new(count.ToString(System.Globalization.CultureInfo.InvariantCulture), count);

    private static int? ValueOf(ExpressionSyntax expression, SemanticModel model) =>
        model.GetConstantValue(expression) is { HasValue: true, Value: int value } ? value : null;

    private static string InBrackets(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax or ConditionalExpressionSyntax or CastExpressionSyntax ? $"({expression})" : expression.ToString();
}
