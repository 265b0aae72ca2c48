using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Whether the loop that joins threads comes to fewer of them than the loop that starts them.</summary>
/// <remarks>Heads are compared as they are written: what is not the same text, or the same text and a number less, is not known to be fewer.</remarks>
internal static class JoinedRanges
{
    public static bool LeaveOut(ThreadWait wait, SyntaxNode starts, BodyReader reader, CancellationToken cancellation) => wait.Loop?.Parent switch
    {
        ForEachStatementSyntax each => EndsInItsFirstRound(each) || (starts is ForStatementSyntax loop && TakesFewer(each.Expression, loop, reader, cancellation)),
        ForStatementSyntax joins => starts is ForStatementSyntax loop && IsElement(wait.Syntax, joins) && IsShorter(joins, loop, wait.Handle.WithoutLast().End?.Name),
        _ => false,
    };

    /// <summary><c>foreach (var thread in threads) { thread.Join(); break; }</c></summary>
    private static bool EndsInItsFirstRound(ForEachStatementSyntax each) =>
        each.Statement is BlockSyntax { Statements: { Count: > 1 } statements } && statements[statements.Count - 1] is BreakStatementSyntax or ReturnStatementSyntax
        && !statements.Any(static one => one.DescendantNodesAndSelf().Any(static node => node is ContinueStatementSyntax));

    /// <summary><c>threads.Take(2)</c>, of as many as somebody asks for.</summary>
    private static bool TakesFewer(ExpressionSyntax walked, ForStatementSyntax starts, BodyReader reader, CancellationToken cancellation) =>
        walked is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Take" }, ArgumentList.Arguments: { Count: 1 } arguments }
        && NumberOf(arguments[0].Expression) is { } taken && RangeOf(starts) is (0, { } end)
        && reader.OperationOf(end, cancellation) is { } bound && (!bound.ConstantValue.HasValue || bound.ConstantValue.Value is int rounds && rounds > taken);

    private static bool IsElement(SyntaxNode element, ForStatementSyntax joins) =>
        element is ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } index } && index[0].Expression is IdentifierNameSyntax name
        && joins.Declaration!.Variables[0].Identifier.ValueText == name.Identifier.ValueText;

    private static bool IsShorter(ForStatementSyntax joins, ForStatementSyntax starts, string? collection)
    {
        if (RangeOf(joins) is not (var first, { } end) || RangeOf(starts) is not (var begun, { } last))
            return false;
        if (SyntaxFactory.AreEquivalent(end, last))
            return first > begun;
        return end is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: var whole, Right: var less } && NumberOf(less) > 0 && first >= begun
            && last is not BinaryExpressionSyntax
            && (SyntaxFactory.AreEquivalent(whole, last) || (whole is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "Length" or "Count" } && name.Identifier.ValueText == collection));
    }

    /// <summary>The first value and the end of <c>for (var i = 0; i &lt; n; i++)</c>.</summary>
    private static (int First, ExpressionSyntax End)? RangeOf(ForStatementSyntax loop) =>
        loop is
        {
            Declaration.Variables: { Count: 1 } variables,
            Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax compared, Right: var end },
            Incrementors: { Count: 1 } steps,
        }
        && variables[0] is { Initializer.Value: { } first } variable
        && steps[0].RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PreIncrementExpression
        && compared.Identifier.ValueText == variable.Identifier.ValueText && NumberOf(first) is { } number ? (number, end) : null;

    private static int? NumberOf(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token.Value: int number } ? number : null;
}
