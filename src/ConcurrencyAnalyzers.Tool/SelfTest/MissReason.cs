using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>Why nothing is reported where a protection is gone, as far as the model can say it of itself.</summary>
internal static class MissReason
{
    public const string NoField = "it guards no field or property of the program";
    public const string OnlyRead = "what it guards is never written after its making";
    public const string Alone = "nobody else has the object there";
    public const string CallersLock = "another lock is still held, there or by all callers";
    public const string SomeCaller = "not known: a caller may hold a lock";
    public const string NoOther = "no other place holds a lock around what it guards";
    public const string FewOthers = "too few other accesses hold the lock to say that it guards them";
    public const string PlainStep = "it is a plain read or write now, and no rule asks for that";
    public const string PlainRead = "it is a plain read now, of what the machine reads in one step";
    public const string NoRule = "no rule asks for it";
    public const string OtherLock = "another lock still guards the update";
    public const string NoThread = "no second thread reaches the update";
    public const string NoJoin = "without it the thread is still waited for, or needs none";
    public const string TaskOnly = "no update is seen beside the task";

    /// <summary>Whether the removal is no bug, as far as the model can tell: it sees no two threads there without a lock, one of them to write.</summary>
    public static bool LeavesNoRace(string reason) => reason is NoField or OnlyRead or OtherLock or Alone or CallersLock or NoThread or NoJoin or PlainRead;

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
        if (updates.IsEmpty && removal.Kind == RemovalKind.Interlocked)
            return IsRead(removal, without.Model) ? PlainRead : PlainStep;
        if (updates.IsEmpty)
            return OfAccesses(removal, without.Model);
        if (updates.FirstOrDefault(update => update.Answer.IsUnknown) is { } unknown)
            return $"not known: {unknown.Answer.Cause}";
        return updates.All(update => !update.Update.Locks.IsEmpty) ? OtherLock : NoThread;
    }

    /// <summary>Where the model sees no access at all, nothing is known of it.</summary>
    private static bool IsRead(Removal removal, ConcurrencyModel model)
    {
        var accesses = model.TreeOf(removal.Tree.FilePath) is { } tree ? model.AccessesIn(tree, removal.Guarded, CancellationToken.None).ToImmutableArray() : [];
        return !accesses.IsEmpty && accesses.All(static access => !access.IsWrite);
    }

    /// <summary>Of plain reads and writes no thread has to be in sight: they are compared with the other accesses to the same variables.</summary>
    private static string OfAccesses(Removal removal, ConcurrencyModel model)
    {
        var tree = model.TreeOf(removal.Tree.FilePath);
        var accesses = tree is null ? [] : model.AccessesIn(tree, removal.Guarded, CancellationToken.None)
            .Where(static access => access.Memory.ContainingType is not null && !access.IsAtomic).ToImmutableArray();
        var memories = accesses.Select(static access => access.Memory).Distinct().ToImmutableArray();
        if (memories.IsEmpty)
            return NoField;

        var others = memories.SelectMany(memory => model.AccessesTo(memory, CancellationToken.None).Where(static access => access.Phase == Phase.Normal)).ToImmutableArray();
        if (others.IsEmpty)
            return "not known: too many members mention what it guards, or a reference to it leaves";
        if (!others.Any(static access => access.IsWrite))
            return OnlyRead;

        var approaches = accesses.Where(access => others.Any(other => other.IsWrite && other.Memory.Equals(access.Memory)))
            .Select(access => model.ApproachOf(access, CancellationToken.None)).ToHashSet();
        if (!approaches.Contains(Approach.Anybody))
            return approaches.Contains(Approach.Unknown) ? SomeCaller : approaches.Contains(Approach.LockHolders) ? CallersLock : Alone;
        return others.Any(access => !access.Locks.IsEmpty) ? FewOthers : NoOther;
    }

    private static string OfJoin(Removal removal, Answers without)
    {
        var threads = without.Threads.Where(thread => thread.Thread.Syntax.SyntaxTree.FilePath == removal.Tree.FilePath).ToImmutableArray();
        if (threads.IsEmpty)
            return TaskOnly;
        return threads.FirstOrDefault(thread => thread.Answer.Cause != UnknownCause.None) is { } unknown ? $"not known: {unknown.Answer.Cause}" : NoJoin;
    }
}
