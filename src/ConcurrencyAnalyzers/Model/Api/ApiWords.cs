namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>The words of the tables, in the order of the values that they stand for.</summary>
/// <remarks>Arrays of strings, because a dictionary for each enumeration, or asking one for its names, costs the first lookup of a build 10 ms.</remarks>
internal static class ApiWords
{
    public static readonly string[] Flags =
        ["many", "joined", "group", "at-start", "once", "unlocked", "scope", "if-true", "when-awaited", "atomically", "fresh", "io", "starting", "heavily", "slightly",
            "backtracking", "counted"];

    public static readonly string[] Places = ["thread", "pool", "timer", "parallel", "ui", "context", "request", "any"];

    public static readonly string[] Times = ["now", "deferred", "later"];

    public static readonly string[] Lifetimes = ["singleton", "scoped", "transient", "hosted"];

    public static readonly string[] Natures = ["lock", "counting", "reentrant", "affine", "safe", "unsafe", "immutable", "ui", "handle", "signal", "feed", "pipeline", "wide", "view", "scoped", "own"];

    public static readonly string[] Parts = ["elements", "returned", "given"];

    /// <summary>Without a word a lock is exclusive.</summary>
    public static readonly string[] Modes = ["read", "upgrade", "write", "all"];

    public static ApiFlags Flag(string word) => Array.IndexOf(Flags, word) is >= 0 and var bit ? (ApiFlags)(1 << bit) : ApiFlags.None;

    public static ApiPlace Place(string word) => (ApiPlace)(Array.IndexOf(Places, word) + 1);

    public static ApiNature Nature(string word) => Array.IndexOf(Natures, word) is >= 0 and var bit ? (ApiNature)(1 << bit) : ApiNature.None;

    public static ApiLifetime Lifetime(string word) => (ApiLifetime)(Array.IndexOf(Lifetimes, word) + 1);

    public static ApiPart Part(string word) => (ApiPart)(Array.IndexOf(Parts, word) + 1);

    public static ApiLockMode Mode(string word) => (ApiLockMode)(Array.IndexOf(Modes, word) + 1);

    /// <summary>Null for a word that is no time: without a word the time is now, but where a time is asked for, none is a mistake.</summary>
    public static ApiTime? Time(string word) => Array.IndexOf(Times, word) is >= 0 and var time ? (ApiTime)time : null;

    /// <summary><c>a, b or c</c>.</summary>
    public static string List(IEnumerable<string> words)
    {
        var all = words.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Length - 1))} or {all[all.Length - 1]}";
    }
}
