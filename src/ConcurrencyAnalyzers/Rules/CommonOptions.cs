namespace ConcurrencyAnalyzers.Rules;

/// <summary>How sure a finding is, from the kind of its evidence (docs/design.md, "Confidence").</summary>
internal enum Confidence
{
    /// <summary>The class looks shared: it uses a lock, or declares something volatile. Never more than a suggestion.</summary>
    Class,

    /// <summary>A guard is held at most accesses of the field.</summary>
    Majority,

    /// <summary>A declaration is broken: <c>[GuardedBy]</c>, <c>[ThreadSafe]</c>.</summary>
    Declared,

    /// <summary>Two named threads reach the place in the source.</summary>
    Witness,
}

/// <summary>Which repairs Fix All and <c>dotnet format</c> make.</summary>
internal enum FixAllLevel
{
    /// <summary>Those that change nothing but the bug.</summary>
    Safe,

    /// <summary>Also those that change when something happens.</summary>
    Timing,

    /// <summary>Also those that somebody has to look at.</summary>
    Review,
}

/// <summary>The options of all rules; a rule's own key, with its id in place of <c>concurrency</c>, goes before them.</summary>
internal static class CommonOptions
{
    /// <summary>The least confidence that is shown.</summary>
    public static readonly Option<Confidence> LeastConfidence = Option.Words(
        null, "confidence", Confidence.Class,
        ("class", Confidence.Class), ("majority", Confidence.Majority), ("declared", Confidence.Declared), ("witness", Confidence.Witness));

    public static readonly Option<FixAllLevel> FixAll = Option.Words(
        null, "fix_all", FixAllLevel.Safe,
        ("safe", FixAllLevel.Safe), ("timing", FixAllLevel.Timing), ("review", FixAllLevel.Review));
}
