using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Roots;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>One site, one id: where two rules would speak of one access, the one whose evidence says more does.</summary>
/// <remarks>
/// A rule asks <see cref="IsSaidBefore"/> of what it is about to report. A rule that is switched off still keeps its sites: it is not the others' matter
/// to say the same in other words.
/// <para>CONC0101 stands at updates, and CONC0112 at reads: the read in an update is no site of its own. A read that forgets the lock which guards the
/// variable is CONC0102's, or CONC0103's where it is declared: whatever half a value costs, that lock is the repair.</para>
/// </remarks>
internal static class Precedence
{
    /// <summary>Strongest first. A rule that nobody has to give way to need not stand here.</summary>
    private static readonly ImmutableArray<(string Id, Func<FileQuestion, Access, bool> Claims)> s_order =
    [
        ("CONC0108", static (ask, access) => ask.Model.VolatileUpdateAt(access, ask.Cancellation) is not null),
        ("CONC0109", static (ask, access) => ask.Model.MixedAccessAt(access, ask.Cancellation) is { IsSuggestion: false }),
        ("CONC0115", static (ask, access) => ask.Model.InstanceGuardAt(access, ask.Cancellation) is not null),
        ("CONC0116", static (ask, access) => ask.Model.ReadLockWriteAt(access, ask.Cancellation) is not null),
        ("CONC0107", static (ask, access) => ask.Model.CapturedMutationAt(access, ask.Cancellation) is not null),
        ("CONC0117", static (ask, access) => ask.Model.LeakAt(access, ask.Cancellation) is not null),
        ("CONC0110", LosesSnapshot),
        ("CONC0104", static (_, _) => false),
        ("CONC0118", static (_, _) => false),
        ("CONC0101", static (_, _) => false),
        ("CONC0103", static (ask, access) => ForgetsLock(ask, access, isDeclared: true)),
        ("CONC0102", static (ask, access) => ForgetsLock(ask, access, isDeclared: false)),
        ("CONC0105", static (_, _) => false),
        ("CONC0112", static (_, _) => false),
    ];

    /// <summary>Where a lock is declared and no two threads are known, the declaration says more.</summary>
    private static bool LosesSnapshot(FileQuestion ask, Access access) =>
        ask.Model.LostSnapshotAt(access, ask.Cancellation) is { } lost && !(lost.IsSuggestion && ForgetsLock(ask, access, isDeclared: true));

    private static bool ForgetsLock(FileQuestion ask, Access access, bool isDeclared) =>
        ask.Model.UnguardedUsesIn(access.Syntax.SyntaxTree, ask.Cancellation).Any(use => use.Access.Syntax == access.Syntax && use.IsDeclared == isDeclared);

    /// <summary>Whether no rule with a name for what is wrong speaks of <paramref name="use"/>: that it has neither lock nor order is true of every race.</summary>
    public static bool IsOwn(this FileQuestion ask, UnorderedUse use) => !ask.IsSaidBefore(use.Access) && !ForgetsLock(ask, use.Access, isDeclared: true)
        && !ForgetsLock(ask, use.Access, isDeclared: false) && !ask.Model.TornReadsIn(ask.File, ask.Cancellation).Any(torn => torn.Race.Memory.Equals(use.Race.Memory))
        && !ask.Model.LateActsIn(ask.File, ask.Cancellation).Any(late => late.Location == use.Location);

    /// <summary>Whether <paramref name="lost"/> is the only thing that is known of its write: the lock that is declared for it is no better evidence.</summary>
    public static bool IsOwn(this FileQuestion ask, LostSnapshot lost) => !ask.IsSaidBefore(lost.Write) && LosesSnapshot(ask, lost.Write);

    /// <summary>Whether a rule that stands before the one that asks reports <paramref name="access"/>.</summary>
    public static bool IsSaidBefore(this FileQuestion ask, Access access)
    {
        foreach (var (id, claims) in s_order)
        {
            if (id == ask.Id)
                return false;
            if (claims(ask, access))
                return true;
        }

        return false;
    }
}
