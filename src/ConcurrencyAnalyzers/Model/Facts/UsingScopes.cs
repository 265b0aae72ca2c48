using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>How long the value of a <c>using</c> is kept.</summary>
internal static class UsingScopes
{
    /// <summary>Whether <paramref name="resource"/> stands in the head of a <c>using</c> statement or declaration that is over at <paramref name="place"/>.</summary>
    public static bool EndsBefore(SyntaxNode resource, SyntaxNode place)
    {
        for (var node = resource; node is not null and not StatementSyntax; node = node.Parent)
        {
            switch (node.Parent)
            {
                case UsingStatementSyntax statement when statement.Statement != node:
                    return !statement.Span.Contains(place.Span);
                case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Parent: { } block }:
                    return !block.Span.Contains(place.Span);
            }
        }

        return false;
    }
}
