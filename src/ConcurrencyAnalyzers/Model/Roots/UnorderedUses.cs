using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Finds variables that code uses while work which it started itself still writes them: the result that is read before the join.</summary>
/// <remarks>
/// Asked of the members that start work, and of what stands in them: there both sides and the order between them are in sight. That two entries of
/// an object can meet is asked elsewhere, of what does harm even so. Errs towards silence: a <c>volatile</c> field, a flag that a loop polls, a
/// constant that several threads write are meant, or are another bug.
/// </remarks>
internal sealed class UnorderedUses(BodyReader reader, ApiLookup api, RaceFinder races)
{
    /// <summary>Words that start work, besides those of the tables: queries run in parallel behind them, and their lines name no place of their own.</summary>
    private static readonly string[] s_starts = ["Parallel", "AsParallel"];

    public IEnumerable<Race> In(SyntaxTree tree, CancellationToken cancellation)
    {
        foreach (var member in TreeIndex.Of(tree, cancellation).MentioningAny(static name => ApiTables.BuiltIn.Start(name) || Array.IndexOf(s_starts, name) >= 0))
        {
            foreach (var body in reader.FactsOf(member.Node, cancellation))
            {
                if (!body.Frames.Exists(static frame => frame.Delegates.Exists(static use => use.Fate == DelegateFate.Spawned)))
                    continue;
                foreach (var access in body.Frames.SelectMany(static frame => frame.Accesses))
                {
                    if (RaceAt(access, cancellation) is { } race)
                        yield return race;
                }
            }
        }
    }

    private Race? RaceAt(Access access, CancellationToken cancellation)
    {
        if (access.IsAtomic || access.IsContent || access.Kind == AccessKind.ReadModifyWrite || IsMeant(access) || (!access.IsWrite && IsPolled(access)))
            return null;
        if (!races.RaceOnUse(access, cancellation).Proves(out var race) || race.FirstWay.Frame != race.SecondWay.Frame || race.Promise is not null)
            return null;

        var other = race.Second;
        if (!access.IsWrite)
            return race;

        // A read is the place to wait at, and of two writes the first is told; an update has a report of its own where it can lose anything.
        if (other.Kind == AccessKind.ReadModifyWrite || (other.Frame.Body == access.Frame.Body && (!other.IsWrite || other.Syntax.SpanStart < access.Syntax.SpanStart)))
            return null;
        return other.IsWrite && AreSame(access, other) ? null : race;
    }

    private bool IsMeant(Access access) =>
        access.Memory.Symbol is IFieldSymbol { IsVolatile: true } || (api.NatureOf(access.Memory.Type) & (ApiNature.Handle | ApiNature.Lock | ApiNature.Signal)) != 0;

    /// <summary>Two threads that write one constant leave the constant.</summary>
    private static bool AreSame(Access one, Access other) =>
        one.Value is { ConstantValue: { HasValue: true } mine } && other.Value is { ConstantValue: { HasValue: true } theirs } && Equals(mine.Value, theirs.Value);

    /// <summary>The condition of a loop, and a flag inside of one, is read again until it changes.</summary>
    private static bool IsPolled(Access access)
    {
        var isFlag = access.Memory.Type.SpecialType == SpecialType.System_Boolean;
        for (SyntaxNode child = access.Syntax, parent = access.Syntax.Parent!; parent is not null && child != access.Frame.Syntax; child = parent, parent = parent.Parent!)
        {
            if (Loops.IsLoop(parent) && (isFlag || Loops.ConditionOf(parent) == child))
                return true;
        }

        return false;
    }
}
