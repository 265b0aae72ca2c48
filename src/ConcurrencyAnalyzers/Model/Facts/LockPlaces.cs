using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Where a lock is taken, as one would point at it.</summary>
internal static class LockPlaces
{
    /// <summary>The head of a <c>lock</c> statement, the name of a synchronized method; of a call the call.</summary>
    public static Location HeadOf(SyntaxNode place) => place switch
    {
        LockStatementSyntax statement => Location.Create(statement.SyntaxTree, TextSpan.FromBounds(statement.LockKeyword.SpanStart, statement.CloseParenToken.Span.End)),
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        AccessorDeclarationSyntax accessor => accessor.Keyword.GetLocation(),
        _ => place.GetLocation(),
    };
}
