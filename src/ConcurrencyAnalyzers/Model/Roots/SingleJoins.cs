using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Of the threads that a loop puts into a field's collection one is waited for, always the same: <c>_threads[0].Join()</c>.</summary>
internal static class SingleJoins
{
    /// <summary>Whether a loop, or the lambda of a query, makes the thread as an element of a collection.</summary>
    public static bool IsOneOfMany(ThreadSite thread) =>
        Lifetimes.Everywhere(thread.Handle, thread.Frame).Paths.Any(static path => path.Steps.Any(static step => step.Index is not null))
        && thread.Syntax.Ancestors().TakeWhile(node => node != thread.Frame.Syntax).Any(static node => Loops.IsLoop(node) || node is AnonymousFunctionExpressionSyntax);

    /// <summary>Whether the wait names one element by a constant, and its frame does nothing else with the collection.</summary>
    public static bool IsOfOneElement(ThreadWait wait, string collection, Frame frame) =>
        !wait.IsWhole && NamesOneElement(wait.Syntax) && IsSameInEachRound(wait.Syntax, frame)
        && frame.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>().All(name => name.Identifier.ValueText != collection || wait.Syntax.Span.Contains(name.Span) || IsInCondition(name));

    /// <summary>
    /// Whether the loops around a wait come to the same thread each time: <c>for (…) threads[0].Join();</c>. One that takes out whom it has waited for mentions the
    /// collection once more.
    /// </summary>
    public static bool IsSameInEachRound(SyntaxNode wait, Frame frame)
    {
        var loops = wait.Ancestors().TakeWhile(node => node != frame.Syntax).Where(Loops.IsLoop);
        return loops.All(loop => NamesOneElement(wait) && Targets.NameOf(wait as ExpressionSyntax) is { } collection
            && loop.DescendantNodes().OfType<IdentifierNameSyntax>().All(name => name.Identifier.ValueText != collection || wait.Span.Contains(name.Span) || IsInCondition(name)));
    }

    /// <summary><c>threads[0]</c>, <c>threads[^1]</c>.</summary>
    private static bool NamesOneElement(SyntaxNode element) =>
        element is ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } index }
        && index[0].Expression is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax };

    private static bool IsInCondition(SyntaxNode name) => name.Ancestors().OfType<StatementSyntax>().FirstOrDefault() switch
    {
        IfStatementSyntax choice => choice.Condition.Span.Contains(name.Span),
        ForStatementSyntax { Condition: { } condition } => condition.Span.Contains(name.Span),
        _ => false,
    };
}
