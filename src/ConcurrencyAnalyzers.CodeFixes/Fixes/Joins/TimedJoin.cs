using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>A join that may give up, and whose result nobody looks at, loses its time limit.</summary>
internal static class TimedJoin
{
    public static Repair? For(StartedThread thread, FixQuestion ask)
    {
        if (thread.Unjoined is not { Gap: JoinGap.TimedOut, Join: { } place }
            || CallOn(place) is not { ArgumentList: var limit } call || HeldLocks.Stop(thread.Work, call, ask))
        {
            return null;
        }

        var caller = StartedThread.NameOf(Functions.FunctionAround(call));
        var inside = TextSpan.FromBounds(limit.OpenParenToken.Span.End, limit.CloseParenToken.SpanStart);
        return new Repair(
            $"Join {thread.Name} without a time limit; {caller} then waits as long as it runs", FixSafety.NeedsReview, "untimed", call,
            edits =>
            {
                // What has no time limit gives no result.
                if (call.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax } discard)
                    edits.In(call.SyntaxTree).Replace(TextSpan.FromBounds(discard.SpanStart, discard.Right.SpanStart), "", discard.Span);
                edits.In(call.SyntaxTree).Replace(inside, "", limit.Span);
            });
    }

    /// <summary><c>t.Join(…)</c> or <c>t?.Join(…)</c> for the thread that is named at <paramref name="thread"/>.</summary>
    private static InvocationExpressionSyntax? CallOn(SyntaxNode thread) =>
        thread.Ancestors()
            .First(static node => node is StatementSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax || Functions.IsInner(node))
            .DescendantNodes().OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => Functions.NameOf(call.Expression) == "Join" && call.Span.End > thread.Span.End);
}
