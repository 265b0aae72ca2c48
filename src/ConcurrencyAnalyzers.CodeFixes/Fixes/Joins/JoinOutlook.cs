namespace ConcurrencyAnalyzers.Fixes.Joins;

/// <summary>What a join may change, and how its title says so.</summary>
/// <param name="Safety">A join changes timing. Where the thread itself may wait, somebody has to see that it does not wait for the join.</param>
/// <param name="Caution">The end of the title.</param>
internal sealed record JoinOutlook(FixSafety Safety, string Caution)
{
    /// <param name="thread">The thread.</param>
    /// <param name="isAtOnce">It is joined where it is started, so that nothing runs beside it.</param>
    public static JoinOutlook Of(StartedThread thread, bool isAtOnce)
    {
        if (isAtOnce)
            return new JoinOutlook(FixSafety.NeedsReview, ", and nothing runs beside it");
        return thread.Work.MayWait
            ? new JoinOutlook(FixSafety.NeedsReview, ", and the thread must not wait for what comes after")
            : new JoinOutlook(FixSafety.ChangesTiming, "");
    }
}
