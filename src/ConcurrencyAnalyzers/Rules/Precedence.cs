using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Rules;

/// <summary>One site, one id: where two rules would speak of one access, the one whose evidence says more does.</summary>
/// <remarks>
/// A rule asks <see cref="IsSaidBefore"/> of what it is about to report. A rule that is switched off still keeps its sites: it is not the others' matter
/// to say the same in other words.
/// </remarks>
internal static class Precedence
{
    /// <summary>Strongest first. A rule that nobody has to give way to need not stand here.</summary>
    private static readonly ImmutableArray<(string Id, Func<FileQuestion, Access, bool> Claims)> s_order =
    [
        ("CONC0108", static (ask, access) => ask.Model.VolatileUpdateAt(access, ask.Cancellation) is not null),
        ("CONC0109", static (ask, access) => ask.Model.MixedAccessAt(access, ask.Cancellation) is { IsSuggestion: false }),
        ("CONC0107", static (ask, access) => ask.Model.CapturedMutationAt(access, ask.Cancellation) is not null),
        ("CONC0101", static (_, _) => false),
    ];

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
