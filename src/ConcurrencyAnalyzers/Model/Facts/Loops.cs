using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Loops as the source writes them.</summary>
internal static class Loops
{
    public static bool IsLoop(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>The condition in a loop's head; null where there is none.</summary>
    public static ExpressionSyntax? ConditionOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax one => one.Condition,
        DoStatementSyntax one => one.Condition,
        ForStatementSyntax one => one.Condition,
        _ => null,
    };

    /// <summary>
    /// The loops around <paramref name="function"/>, the innermost first, that change a variable by a name which it mentions. No binding: whether it
    /// is one variable is asked afterwards, of the few bodies that are left.
    /// </summary>
    public static IEnumerable<SyntaxNode> ThatMayChangeWhatIsCaptured(SyntaxNode function)
    {
        HashSet<string>? mentioned = null;
        for (var loop = function.Parent; loop is not null and not MemberDeclarationSyntax { Parent: not CompilationUnitSyntax }; loop = loop.Parent)
        {
            if (loop is not (ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
                continue;
            mentioned ??= new(function.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
            if (loop.DescendantNodes(node => node != function).Any(node => Changes(node, mentioned)))
                yield return loop;
        }
    }

    /// <summary>Whether each round of <paramref name="loop"/> has a variable of its own. What its head declares lasts as long as the loop.</summary>
    public static bool DeclaresInRound(SyntaxNode loop, ISymbol variable)
    {
        var round = loop switch
        {
            ForStatementSyntax one => one.Statement,
            DoStatementSyntax one => one.Statement,
            _ => loop,
        };
        return variable.DeclaringSyntaxReferences.Any(place => place.SyntaxTree == loop.SyntaxTree && round.Span.Contains(place.Span));
    }

    /// <summary>What <c>raised += handler</c> adds; anything else is itself.</summary>
    public static SyntaxNode HandlerOf(SyntaxNode node) => node is AssignmentExpressionSyntax subscription ? subscription.Right : node;

    private static bool Changes(SyntaxNode node, HashSet<string> names) =>
        Targets.IsChange(node, names.Contains)
        || (node is ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword, Expression: IdentifierNameSyntax name } && names.Contains(name.Identifier.ValueText));

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

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax;

    /// <summary>What is evaluated between two rounds.</summary>
    private static IEnumerable<SyntaxNode> RoundsOf(SyntaxNode loop) => loop switch
    {
        ForStatementSyntax one => one.Condition is { } condition ? one.Incrementors.Append(condition) : one.Incrementors,
        ForEachStatementSyntax one => [one.Type, one],
        WhileStatementSyntax one => [one.Condition],
        DoStatementSyntax one => [one.Condition],
        _ => [],
    };

    /// <summary>The places that stand in a control-flow graph where a variable comes to life again in each round.</summary>
    public static IEnumerable<SyntaxNode> RenewalsOf(SyntaxNode declaration) => declaration switch
    {
        // The graph has the assignment of the next element at the variable's type.
        ForEachStatementSyntax loop => [loop.Type, loop],
        SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax expression } => [expression, declaration],

        // A declaration without a value leaves no trace in the graph: the head of the loop that it stands in does.
        VariableDeclaratorSyntax { Initializer: null } => declaration.Ancestors().TakeWhile(static node => !IsFunction(node)).FirstOrDefault(IsLoop) is { } loop ? RoundsOf(loop) : [],
        _ => [declaration],
    };

    /// <summary>What takes the variable of a <c>for</c> loop to its next value.</summary>
    public static IEnumerable<SyntaxNode> StepsOf(ISymbol? variable) => variable is ILocalSymbol
        ? variable.DeclaringSyntaxReferences.Select(static one => one.GetSyntax()).OfType<VariableDeclaratorSyntax>()
            .SelectMany(static one => one is { Parent.Parent: ForStatementSyntax loop } ? loop.Incrementors : default)
        : [];
}
