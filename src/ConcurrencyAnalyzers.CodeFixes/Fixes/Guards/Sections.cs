using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Guards;

/// <summary>Finds the least code around an access that a lock can be put around.</summary>
internal static class Sections
{
    /// <param name="model">Of the tree that holds <paramref name="access"/>.</param>
    /// <param name="access">What must run under the lock.</param>
    /// <param name="earlier">What must run under it before that, without a gap: the read that an update through a temporary begins with.</param>
    /// <returns>Null where no statement holds the access: loop conditions, initializers, queries, expression trees.</returns>
    public static Section? Around(SemanticModel model, SyntaxNode access, SyntaxNode? earlier = null)
    {
        if (earlier is not null)
            return Between(model, earlier, access);

        if (access is StatementSyntax whole)
            return IsInExpressionTree(model, whole) ? null : Run(model, whole, whole);

        for (var child = access; child.Parent is { } node; child = node)
        {
            switch (node)
            {
                case LambdaExpressionSyntax lambda:
                    return child == lambda.ExpressionBody && !IsExpressionTree(model, lambda) ? new BodySection(model, lambda.ExpressionBody!) : null;
                case ArrowExpressionClauseSyntax arrow:
                    return new BodySection(model, arrow.Expression);
                case QueryClauseSyntax or SelectOrGroupClauseSyntax or MemberDeclarationSyntax or AttributeSyntax or ConstructorInitializerSyntax:
                    return null;
                case StatementSyntax statement:
                    return OfStatement(model, statement, child);
            }
        }

        return null;
    }

    private static Section? OfStatement(SemanticModel model, StatementSyntax statement, SyntaxNode child)
    {
        if (IsInExpressionTree(model, statement))
            return null;
        if (statement is ExpressionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax
            or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 })
        {
            return Run(model, statement, statement);
        }

        return HeaderSection.HeaderOf(statement) is { } header && header == child ? new HeaderSection(model, statement, header) : null;
    }

    private static StatementsSection? Between(SemanticModel model, SyntaxNode from, SyntaxNode to)
    {
        // The statements of one list in which the two stand, the nearest such list.
        foreach (var first in from.AncestorsAndSelf().OfType<StatementSyntax>())
        {
            var list = StatementList.Around(first);
            if (list.Statements.FirstOrDefault(one => one.Span.Contains(to.Span)) is { } last && last.SpanStart >= first.SpanStart)
                return Functions.RunsIn(first, from) && Functions.RunsIn(last, to) ? Run(model, first, last) : null;
        }

        return null;
    }

    private static StatementsSection Run(SemanticModel model, StatementSyntax first, StatementSyntax last)
    {
        var list = StatementList.Around(first);
        return new StatementsSection(model, list, list.Statements.IndexOf(first), list.Statements.IndexOf(last));
    }

    private static bool IsInExpressionTree(SemanticModel model, SyntaxNode node) =>
        node.Ancestors().OfType<LambdaExpressionSyntax>().Any(lambda => IsExpressionTree(model, lambda));

    /// <summary>An expression tree is data: what it says runs elsewhere, if at all, and it cannot hold a statement.</summary>
    private static bool IsExpressionTree(SemanticModel model, LambdaExpressionSyntax lambda) =>
        model.GetTypeInfo(lambda).ConvertedType is INamedTypeSymbol { Name: "Expression" } type
        && type.ContainingNamespace is { Name: "Expressions", ContainingNamespace.Name: "Linq" };
}
