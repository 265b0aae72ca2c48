using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A loop goes on until another thread sets a plain variable.</summary>
/// <param name="read">The read of the variable.</param>
/// <param name="place">The variable, or the getter that shows it, in the condition.</param>
/// <param name="loop">The loop that asks.</param>
/// <param name="race">The two threads; null where none is in sight, and the loop could not end without one.</param>
/// <param name="set">One of those who set it.</param>
/// <param name="body">What the rounds do.</param>
/// <param name="isBounded">The loop ends without the variable as well.</param>
internal sealed class PolledFlag(Access read, SyntaxNode place, SyntaxNode loop, Race? race, Access set, LoopBody body, bool isBounded) : IFinding
{
    public Access Read { get; } = read;

    public SyntaxNode Loop { get; } = loop;

    /// <summary>Today's compilers read it in each round, or the loop ends without it; or only the loop itself says that there is another thread.</summary>
    public bool IsSuggestion => race is null || body.Kind == RoundKind.Waits || isBounded;

    public string Name => race?.Name ?? Read.Path.Name;

    public Location Location => place.GetLocation();

    public IEnumerable<Location> OtherPlaces => place == Read.Syntax ? OtherSide : OtherSide.Prepend(Read.Location);

    public ImmutableDictionary<string, string?> Properties => race?.Properties ?? ImmutableDictionary<string, string?>.Empty.Add("memory", Read.Memory.Symbol.ToDisplayString());

    /// <summary>What happens to the loop, and who sets the variable on which thread.</summary>
    public string Witness => body.Kind == RoundKind.Waits
        ? $"read again in each round only because of '{body.WaitText}', which no compiler has to respect: {WhoSets}"
        : $"read once for all rounds, {(isBounded ? "so that nothing stops them" : "and the loop goes on for ever")}: {WhoSets}";

    private IEnumerable<Location> OtherSide => race?.OtherSide ?? [set.Location];

    private string WhoSets => race?.Witness ?? $"nothing in the loop can set it, so that {Places.NameOf(set.Frame.Outermost)} ({Places.LineOf(set.Syntax, Read.Syntax)}) does so on another thread";
}
