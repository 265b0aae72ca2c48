using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Times as the source gives them to timers: numbers of milliseconds, and spans.</summary>
internal static class Durations
{
    public static bool IsZero(IOperation? time) => Unconverted(time) switch
    {
        { ConstantValue: { HasValue: true, Value: { } constant } } => IsNumber(constant, 0),
        IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } } or IDefaultValueOperation => true,
        _ => false,
    };

    public static bool IsInfinite(IOperation? time) => Unconverted(time) switch
    {
        { ConstantValue: { HasValue: true, Value: { } constant } } => IsNumber(constant, -1),
        IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => true,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } => InitialValueOf(field) is { } value && SaysInfinite(value),
        IInvocationOperation { TargetMethod: { Name: "FromMilliseconds", ContainingType.Name: "TimeSpan" } } span => span.Arguments.Any(static count => IsInfinite(count.Value)),
        _ => false,
    };

    /// <summary>A constant of any integer type; <c>uint</c> has its own infinity.</summary>
    private static bool IsNumber(object constant, int number) => constant switch
    {
        int value => value == number,
        long value => value == number,
        uint value => value == unchecked((uint)number),
        double value => value == number,
        _ => false,
    };

    /// <summary>What the declaration of a field that is set once says; its file is not bound for that.</summary>
    private static ExpressionSyntax? InitialValueOf(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()).OfType<VariableDeclaratorSyntax>().FirstOrDefault()?.Initializer?.Value;

    private static bool SaysInfinite(ExpressionSyntax value) => value switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "InfiniteTimeSpan" or "Infinite", Expression: var owner } => NameOf(owner) == "Timeout",
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromMilliseconds", Expression: var owner }, ArgumentList.Arguments: { Count: 1 } counts } =>
            NameOf(owner) == "TimeSpan" && SaysInfinite(counts[0].Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax { Token.Value: 1 or 1L or 1D } } => true,
        _ => false,
    };

    private static string? NameOf(ExpressionSyntax owner) => (owner as SimpleNameSyntax ?? (owner as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText;

    private static IOperation? Unconverted(IOperation? time)
    {
        while (time is IConversionOperation { ConstantValue.HasValue: false } conversion)
            time = conversion.Operand;
        return time;
    }
}
