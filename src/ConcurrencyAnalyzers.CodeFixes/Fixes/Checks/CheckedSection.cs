using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Checks;

/// <summary>The <c>lock</c> statement under which a checked variable is set, and the statement that sets it.</summary>
internal sealed class CheckedSection
{
    private CheckedSection(BrokenCheck broken, LockStatementSyntax held, ExpressionStatementSyntax assignment) =>
        (Broken, Lock, Statement) = (broken, held, assignment);

    public BrokenCheck Broken { get; }

    public LockStatementSyntax Lock { get; }

    /// <summary><c>_value = …;</c> or <c>Volatile.Write(ref _value, …);</c></summary>
    public ExpressionStatementSyntax Statement { get; }

    /// <summary>What the diagnostic is about; null where the lock is taken by a call, or the assignment is part of another expression.</summary>
    public static CheckedSection? At(FixQuestion ask)
    {
        var broken = ask.Model.BrokenChecksIn(ask.Tree, ask.CancellationToken).FirstOrDefault(one => one.Location.SourceSpan == ask.Span);
        return broken is { Write.Syntax: { Parent: ExpressionStatementSyntax statement } write } && write.FirstAncestorOrSelf<LockStatementSyntax>() is { } held
            && held.Expression.ToString() == broken.Lock && Functions.RunsIn(held, write)
                ? new CheckedSection(broken, held, statement)
                : null;
    }

    /// <summary>Those behind <see cref="Statement"/> in its list, up to and with the one that holds <see cref="BrokenCheck.Other"/>.</summary>
    /// <returns>Null where a way out, a function or a call of <paramref name="isBarred"/> lies between.</returns>
    public IReadOnlyList<StatementSyntax>? UpTo(SyntaxNode other, Func<SyntaxNode, bool> isBarred)
    {
        if (Statement.Parent is not BlockSyntax block || !block.Span.Contains(other.Span))
            return null;

        var first = block.Statements.IndexOf(Statement) + 1;
        var last = -1;
        for (var i = first; i < block.Statements.Count; i++)
        {
            if (block.Statements[i].Span.Contains(other.Span))
                last = i;
        }

        var between = block.Statements.Skip(first).Take(last - first + 1).ToList();
        return last < first || between.SelectMany(static one => one.DescendantNodesAndSelf()).Any(node => IsWayOut(node) || isBarred(node)) ? null : between;
    }

    private static bool IsWayOut(SyntaxNode node) => node is ReturnStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax or BreakStatementSyntax
        or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax or AwaitExpressionSyntax || Functions.IsInner(node);
}
