using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What does not hold the lock that others hold, and the threads that meet there where they are known.</summary>
/// <remarks>
/// Two threads that write one variable, one of them under a lock, need no majority: who takes the lock expects the other. Between a write and a read,
/// or without threads in sight, the count decides. Errs towards silence.
/// </remarks>
internal sealed class ForgottenLocks(SourceIndex index, UnguardedUses unguarded, RaceFinder races)
{
    /// <param name="tree">Where the accesses stand.</param>
    /// <param name="isTold">Whether a rule about races alone speaks of the access already, or none should.</param>
    /// <param name="cancellation">Ends the search.</param>
    public ImmutableArray<UnguardedUse> In(SyntaxTree tree, Func<Access, bool> isTold, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<UnguardedUse>();
        foreach (var use in unguarded.UsesIn(tree, cancellation))
        {
            if (use.IsDeclared)
                found.Add(use);
            else if (isTold(use.Access))
                continue;
            else if (MeetingAt(use, cancellation) is { } race)
                found.Add(use.MeetingAs(race.Witness));
            else if (use.Guarding.IsUsual)
                found.Add(use);
        }

        return found.ToImmutable();
    }

    /// <summary>A state, and not a value: <c>_isRunning = false</c>, or what is volatile. Whoever comes last is right, where two threads set it.</summary>
    public static bool SetsState(Access access) =>
        access.Kind == AccessKind.Write && (access.Value?.ConstantValue.HasValue == true || access is { IsContent: false, Memory.Symbol: IFieldSymbol { IsVolatile: true } });

    private Race? MeetingAt(UnguardedUse use, CancellationToken cancellation) =>
        use.Access.IsWrite && !SetsState(use.Access) && index.MayStartThreads ? races.RaceBetween(use.Access, use.Guarding.Held.Where(static held => held.IsWrite), cancellation) : null;
}
