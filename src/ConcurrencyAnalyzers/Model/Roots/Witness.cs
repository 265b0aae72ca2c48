using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Tells a race in words: which thread gets where, and which lock is missing.</summary>
internal static class Witness
{
    private const string Lambda = "a lambda";

    public static string Of(Race race)
    {
        var one = SideOf(race.FirstWay, CallerIn(race));
        var two = SideOf(race.SecondWay, CallerIn(race));
        var threads = one != two ? $"{one} and {two} run at once"
            : race.First.Frame == race.Second.Frame ? $"{one} runs beside itself"
            : $"{one} and another like it ({LineOf(race.Second.Syntax, race.First.Syntax)}) run at once";
        var promise = race.Promise is null ? "" : $", and {race.FirstWay.Frame.Method!.ContainingType.Name} promises [ThreadSafe]";
        return $"{threads}{Meeting(race)} {Missing(race)}{promise}";
    }

    /// <summary>Where both ways part, if it is not where the thread starts: in a caller that gets there twice.</summary>
    private static string Meeting(Race race)
    {
        var way = race.FirstWay;
        if (way.Frame != race.SecondWay.Frame || way.Site is DelegateUse || way.Site == way.AsyncCall || way.Spawn is null && way.AsyncCall is null)
            return "";

        var here = race.First.Syntax;
        return way.Site == race.SecondWay.Site
            ? $", since {NameOf(way.Frame)} gets there repeatedly ({LineOf(way.Site.Syntax, here)})"
            : $", since {NameOf(way.Frame)} gets to both ({LineOf(way.Site.Syntax, here)}, {LineOf(race.SecondWay.Site.Syntax, here)})";
    }

    /// <summary>Who calls where no thread is in sight.</summary>
    private static string? CallerIn(Race race) => race.IsServed ? "any request" : race.Promise is not null ? "any thread" : null;

    /// <summary>The code that makes the access, and the thread that it runs on.</summary>
    private static string SideOf(Context way, string? caller)
    {
        var access = way.Access;
        var code = NameOf(access.Frame);
        var chain = ChainOf(way);
        var thread = caller is not null && way.Spawn is null && way.AsyncCall is null ? caller : ThreadOf(way, access);
        return chain.Length == 0 ? $"{code} ({thread})" : $"{chain} → {code} ({thread})";
    }

    private static string ThreadOf(Context way, Access access)
    {
        if (way.Spawn is { } spawn)
            return $"{spawn.How} in {NameOf(spawn.Frame)}, {LineOf(spawn.Syntax, access.Syntax)}";
        if (way.AsyncCall is { } call)
            return $"begun and not yet awaited in {NameOf(call.Frame)}, {LineOf(call.Syntax, access.Syntax)}";
        return way.Frame.Method is { } method && SymbolIsMain(method) ? "the main thread" : "the thread that calls it";
    }

    /// <summary>The calls between the thread's first code and the code that makes the access; a lambda that only makes the first call goes without saying.</summary>
    private static string ChainOf(Context way)
    {
        var names = new List<string>();
        for (var link = way.OnItsThread; link.Inner is not null; link = link.Inner)
            names.Add(NameOf(link.Frame));
        if (names.Count > 0 && names[0] == Lambda)
            names.RemoveAt(0);
        return string.Join(" → ", names);
    }

    public static string NameOf(Frame frame) => frame.Method switch
    {
        null => "an initializer",
        { MethodKind: MethodKind.AnonymousFunction } => Lambda,
        { MethodKind: MethodKind.Constructor, ContainingType: { } type } => $"the constructor of {type.Name}",
        { MethodKind: MethodKind.StaticConstructor, ContainingType: { } type } => $"the static constructor of {type.Name}",
        { AssociatedSymbol: IPropertySymbol property } => property.Name,
        { } method when SymbolIsMain(method) => "Main",
        { } method => method.Name,
    };

    private static bool SymbolIsMain(IMethodSymbol method) => method.Name is "Main" or "<Main>$";

    public static string LineOf(SyntaxNode syntax, SyntaxNode here)
    {
        var line = syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return syntax.SyntaxTree == here.SyntaxTree ? $"line {line}" : $"{System.IO.Path.GetFileName(syntax.SyntaxTree.FilePath)} line {line}";
    }

    private static string Missing(Race race)
    {
        var (mine, theirs) = (race.FirstWay.Locks, race.SecondWay.Locks);
        if (race.First is { EarlierRead: { } read, LockedAtWrite: true } && mine.IsEmpty)
            return $"and no lock is held from the read ({LineOf(read, race.First.Syntax)}) to the write";
        if (mine.IsEmpty && theirs.IsEmpty)
            return "without a common lock";
        if (mine.IsEmpty || theirs.IsEmpty)
            return $"without a common lock: only one side holds '{(mine.IsEmpty ? theirs : mine)}'";
        return mine.ToString() == theirs.ToString() && mine.Held.All(static held => held.Mode == LockMode.Read)
            ? $"without a common lock: both hold '{mine}' for reading only"
            : $"without a common lock: one holds '{mine}', the other '{theirs}'";
    }
}
