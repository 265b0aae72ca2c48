using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What the two sides of a race have to do with each other: who began which work, to what end, and who waits for it.</summary>
internal sealed class WorkOrder(BodyReader reader, Lifetimes lifetimes)
{
    /// <summary>The most calls between a function and the start of work that still counts as its own.</summary>
    private const int MaxCallsToBegin = 2;

    /// <summary>Threads that the program starts to do something, not those on which it is told something.</summary>
    public static bool IsOfWork(Race race) => new[] { race.FirstWay, race.SecondWay }.All(static way => way.Spawn is null ? way.AsyncCall is null : IsWork(way.Spawn));

    /// <summary>The same, or async calls that nobody waits for at once.</summary>
    public static bool IsOfWorkOrCalls(Race race) => new[] { race.FirstWay, race.SecondWay }.All(static way => way.Spawn is null || IsWork(way.Spawn));

    /// <summary>Whether <paramref name="spawn"/> starts work, and no handler.</summary>
    public static bool IsWork(DelegateUse spawn) => spawn is { Place: ApiPlace.Thread or ApiPlace.Pool or ApiPlace.Parallel, Syntax: not AssignmentExpressionSyntax };

    /// <summary>
    /// Two pieces of work, or one beside itself, that one activation of a function begins: from further away it is more likely about two objects, as where it comes
    /// to the same start twice, unless that is a helper's, which starts what it is given.
    /// </summary>
    public static bool AreBegunTogether(Race race) =>
        race.FirstWay.Frame == race.SecondWay.Frame && IsOfWork(race) && IsBegunNear(race.FirstWay) && IsBegunNear(race.SecondWay)
        && (race.FirstWay.Spawn != race.SecondWay.Spawn || race.FirstWay.Site == race.SecondWay.Site || race.FirstWay.Spawn is { Source.Parameter: not null });

    /// <summary>By the frame itself, by a function of its type, or by a helper that starts what it is given: another type may have a protocol for who calls what.</summary>
    private static bool IsBegunNear(Context way)
    {
        if (way.Spawn is not { } spawn)
            return false;

        var calls = 0;
        for (var link = way; link.Site != spawn; link = link.Inner!)
        {
            if (++calls > MaxCallsToBegin || !(link.Site is DelegateUse || (spawn.Source.Parameter is not null && link.Inner!.Site == spawn) || IsOfSameType(link.Frame, link.Inner!.Frame)))
                return false;
        }

        return true;
    }

    private static bool IsOfSameType(Frame caller, Frame callee) => caller.Outermost.Method is { ContainingType: { } type }
        && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, callee.Outermost.Method?.ContainingType.OriginalDefinition);

    /// <summary>Whether the thread of <paramref name="way"/> comes to the access again and again.</summary>
    public static bool IsInLoop(Context way) =>
        way.LinksOfItsThread.Any(static link => link.Site.Syntax.Ancestors().TakeWhile(node => node != link.Frame.Syntax).Any(Loops.IsLoop));

    /// <summary>The creator reads what the work is to give, or changes what it is given, and waits for the work only afterwards.</summary>
    public bool IsWaitedForLater(Race race, CancellationToken cancellation)
    {
        var (work, creator) = race.FirstWay.Spawn is not null ? (race.FirstWay, race.SecondWay) : (race.SecondWay, race.FirstWay);
        if (work.Spawn is null || creator.Spawn is not null || creator.Inner is not null || work.Frame != creator.Frame || creator.Site.Syntax.Span.Contains(work.Site.Syntax.Span))
            return false;
        if (reader.GraphOf(work.Frame, cancellation) is not { } graph || graph.PositionOf(creator.Site.Syntax) is not { } place)
            return false;

        var joins = lifetimes.Positions(lifetimes.JoinsOf(work, work.Frame, cancellation), graph, work.Begin);
        return joins.Any(join => graph.Reaches(place, join, []));
    }

    /// <summary>In the head of a loop or inside one, or only looked at to decide something.</summary>
    public static bool IsAsked(Access read) =>
        read.Syntax.Ancestors().TakeWhile(node => node != read.Frame.Syntax).Any(node => Loops.IsLoop(node) && !(node is CommonForEachStatementSyntax loop && loop.Expression.Span.Contains(read.Syntax.Span)))
        || read.Syntax.Parent is BinaryExpressionSyntax { Parent: IfStatementSyntax } or IsPatternExpressionSyntax;
}
