using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>Waits for a thread in a field where the object that has the field ends.</summary>
internal static class OwnerJoin
{
    public static Repair? For(StartedThread thread, FixQuestion ask)
    {
        if (thread.Unjoined.Gap != JoinGap.NeverJoined || OwnedThread.Of(thread, ask) is not { } owned)
            return null;

        if (EndingMethod.Of(owned, thread.Work, ask) is { } ending)
        {
            // Whoever ends its owner tells it to end, or the thread ends by itself.
            var outlook = JoinOutlook.Of(thread, isAtOnce: false);
            var ended = $"Join {owned.NameOf(thread)} in '{ending.Name}', which then waits for it{outlook.Caution}";
            return new Repair(ended, outlook.Safety, "owner", owned.Member, edits =>
            {
                var document = edits.In(ending.Tree);
                ending.Write(owned.JoinIn(document, ending.Syntax), document);
            });
        }

        // Nobody would tell a thread to end that waits to be told.
        if (thread.Work.MayWait)
            return null;

        var type = owned.Member.ContainingType.Name;
        if (NewOverride.For(owned, ask) is { } added)
        {
            var over = $"Join {owned.NameOf(thread)} in a new override of 'Dispose' in '{type}', which then waits for it";
            return new Repair(over, FixSafety.NeedsReview, "owner", owned.Member, edits =>
            {
                var document = edits.In(added.Syntax.SyntaxTree);
                added.Write(owned.JoinIn(document, added.Syntax), document);
            });
        }

        if (NewDispose.For(owned, ask) is not { } made)
            return null;

        var title = $"Join {owned.NameOf(thread)} in a new 'Dispose' of '{type}'; whoever makes one then has to dispose of it";
        return new Repair(title, FixSafety.NeedsReview, "owner", owned.Member, edits =>
        {
            var document = edits.In(made.Tree);
            made.Write(owned.JoinIn(document, made.Syntax), document);
        });
    }
}
