using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Loops as the source writes them.</summary>
internal static class Loops
{
    public static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>Where a loop begins: its head, without the body. Of anything else the whole.</summary>
    public static Location HeadOf(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => Between(loop.ForKeyword, loop.CloseParenToken),
        CommonForEachStatementSyntax loop => Between(loop.ForEachKeyword, loop.CloseParenToken),
        WhileStatementSyntax loop => Between(loop.WhileKeyword, loop.CloseParenToken),
        DoStatementSyntax loop => loop.DoKeyword.GetLocation(),
        _ => node.GetLocation(),
    };

    private static Location Between(SyntaxToken first, SyntaxToken last) =>
        Location.Create(first.SyntaxTree!, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(first.SpanStart, last.Span.End));

    /// <summary>The places that stand in a control-flow graph where a variable comes to life again in each round.</summary>
    public static IEnumerable<SyntaxNode> RenewalsOf(SyntaxNode declaration) => declaration switch
    {
        // The graph has the assignment of the next element at the variable's type.
        ForEachStatementSyntax loop => [loop.Type, loop],
        SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax expression } => [expression, declaration],
        _ => [declaration],
    };
}
