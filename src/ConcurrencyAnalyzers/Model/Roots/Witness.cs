using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Tells a race in words: which thread gets where, and which lock is missing.</summary>
internal static class Witness
{
    public static string Of(Race race)
    {
        var one = SideOf(race.FirstWay, race.Meeting?.First ?? CallerIn(race));
        var two = SideOf(race.SecondWay, race.Meeting?.Second ?? CallerIn(race));
        var threads = one != two ? $"{one} and {two} run at once"
            : race.First.Frame == race.Second.Frame ? $"{one} runs beside itself"
            : $"{one} and another like it ({Places.LineOf(race.Second.Syntax, race.First.Syntax)}) run at once";
        var promise = race.Promise is null ? "" : $", and {race.FirstWay.Frame.Method!.ContainingType.Name} promises [ThreadSafe]";
        var single = race.Meeting is { Registration: { } made } ? $", and {made.Made!.Name} is one for all: {made.PlaceFrom(race.First.Syntax)}" : "";
        return $"{threads}{Meeting(race)} {Missing(race)}{promise}{single}";
    }

    /// <summary>Where both ways part, if it is not where the thread starts: in a caller that gets there twice.</summary>
    private static string Meeting(Race race)
    {
        var way = race.FirstWay;
        if (way.Frame != race.SecondWay.Frame || way.Site is DelegateUse || way.Site == way.AsyncCall || way.Spawn is null && way.AsyncCall is null)
            return "";

        var here = race.First.Syntax;
        return way.Site == race.SecondWay.Site
            ? $", since {Places.NameOf(way.Frame)} gets there repeatedly ({Places.LineOf(way.Site.Syntax, here)})"
            : $", since {Places.NameOf(way.Frame)} gets to both ({Places.LineOf(way.Site.Syntax, here)}, {Places.LineOf(race.SecondWay.Site.Syntax, here)})";
    }

    /// <summary>Who calls where no thread is in sight.</summary>
    private static string? CallerIn(Race race) => race.IsServed ? "any request" : race.Promise is not null ? "any thread" : null;

    /// <summary>The code that makes the access, and the thread that it runs on.</summary>
    public static string SideOf(Context way, string? caller = null)
    {
        var access = way.Access;
        var code = Places.NameOf(access.Frame);
        var chain = ChainOf(way);
        var thread = caller is not null && way.Spawn is null && way.AsyncCall is null ? caller : ThreadOf(way, access);
        return chain.Length == 0 ? $"{code} ({thread})" : $"{chain} → {code} ({thread})";
    }

    private static string ThreadOf(Context way, Access access)
    {
        if (way.Spawn is { } spawn)
            return $"{spawn.How} in {Places.NameOf(spawn.Frame)}, {Places.LineOf(spawn.Syntax, access.Syntax)}";
        if (way.AsyncCall is { } call)
            return $"begun and not yet awaited in {Places.NameOf(call.Frame)}, {Places.LineOf(call.Syntax, access.Syntax)}";
        return way.Frame.Method is { } method && Places.IsMain(method) ? "the main thread" : "the thread that calls it";
    }

    /// <summary>The calls between the thread's first code and the code that makes the access; a lambda that only makes the first call goes without saying.</summary>
    private static string ChainOf(Context way)
    {
        var names = new List<string>();
        for (var link = way.OnItsThread; link.Inner is not null; link = link.Inner)
            names.Add(Places.NameOf(link.Frame));
        if (names.Count > 0 && names[0] == Places.Lambda)
            names.RemoveAt(0);
        return string.Join(" → ", names);
    }

    private static string Missing(Race race)
    {
        var (mine, theirs) = (race.FirstWay.Locks.Named, race.SecondWay.Locks.Named);
        if (race.First is { EarlierRead: { } read, LockedAtWrite: true } && mine.IsEmpty)
            return $"and no lock is held from the read ({Places.LineOf(read, race.First.Syntax)}) to the write";
        if (mine.IsEmpty && theirs.IsEmpty)
            return "without a common lock";
        if (mine.IsEmpty || theirs.IsEmpty)
            return $"without a common lock: only one side holds '{(mine.IsEmpty ? theirs : mine)}'";
        return mine.ToString() == theirs.ToString() && mine.Held.All(static held => held.Mode == LockMode.Read)
            ? $"without a common lock: both hold '{mine}' for reading only"
            : $"without a common lock: one holds '{mine}', the other '{theirs}'";
    }
}
