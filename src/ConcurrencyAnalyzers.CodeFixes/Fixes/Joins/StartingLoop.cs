using ConcurrencyAnalyzers.Fixes.Edits;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>The loop that starts threads, and where it stands.</summary>
/// <param name="Loop">The outermost loop of the function around the place.</param>
/// <param name="List">Its neighbours.</param>
internal sealed record StartingLoop(StatementSyntax Loop, StatementList List)
{
    public int Index => List.Statements.IndexOf(Loop);

    /// <returns>Null where there is no loop, where one never ends, and where no statement can stand beside it.</returns>
    public static StartingLoop? Around(SyntaxNode place, StartedThread thread, FixQuestion ask)
    {
        if (EndlessLoops.Outermost(place, thread.Function) is not { } loop || loop.Parent is LabeledStatementSyntax)
            return null;

        var model = ask.ModelOf(loop.SyntaxTree);
        var loops = place.Ancestors().TakeWhile(node => node != loop.Parent).OfType<StatementSyntax>();
        var list = StatementList.Around(loop);
        return list.IsEmbedded || !Directives.AreWholeIn(loop.SyntaxTree, loop.Span) || loops.Any(one => EndlessLoops.IsUnconditional(one, model))
            ? null : new StartingLoop(loop, list);
    }
}
