using ConcurrencyAnalyzers.Model;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>Why nothing is reported where a protection is gone, as far as the model can say it of itself.</summary>
internal static class MissReason
{
    public const string NoUpdate = "it guards reads and plain writes, no update";
    public const string NoRule = "no rule asks for it";
    public const string OtherLock = "another lock still guards the update";
    public const string NoThread = "no second thread reaches the update";
    public const string NoJoin = "without it the thread is still waited for, or needs none";
    public const string TaskOnly = "no update is seen beside the task";

    public static string Of(Removal removal, Answers without) => removal.Kind switch
    {
        RemovalKind.Volatile => NoRule,
        RemovalKind.Join => OfJoin(removal, without),
        _ => OfGuard(removal, without),
    };

    private static string OfGuard(Removal removal, Answers without)
    {
        var updates = without.Updates
            .Where(update => update.Update.Syntax.SyntaxTree.FilePath == removal.Tree.FilePath && removal.Guarded.Contains(update.Update.Syntax.SpanStart))
            .ToImmutableArray();
        if (updates.IsEmpty)
            return NoUpdate;
        if (updates.FirstOrDefault(update => update.Answer.IsUnknown) is { } unknown)
            return $"not known: {unknown.Answer.Cause}";
        return updates.All(update => !update.Update.Locks.IsEmpty) ? OtherLock : NoThread;
    }

    private static string OfJoin(Removal removal, Answers without)
    {
        var threads = without.Threads.Where(thread => thread.Thread.Syntax.SyntaxTree.FilePath == removal.Tree.FilePath).ToImmutableArray();
        if (threads.IsEmpty)
            return TaskOnly;
        return threads.FirstOrDefault(thread => thread.Answer.Cause != UnknownCause.None) is { } unknown ? $"not known: {unknown.Answer.Cause}" : NoJoin;
    }
}
