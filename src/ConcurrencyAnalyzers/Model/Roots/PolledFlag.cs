using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A loop goes on until another thread sets a plain variable.</summary>
internal sealed class PolledFlag(Access read, SyntaxNode place, SyntaxNode loop, Race race, LoopBody body, bool isBounded) : IFinding
{
    public Access Read { get; } = read;

    public Race Race { get; } = race;

    /// <summary>The loop that asks.</summary>
    public SyntaxNode Loop { get; } = loop;

    /// <summary>Today's compilers read it in each round, or the loop ends without it.</summary>
    public bool IsSuggestion => body.Kind == RoundKind.Waits || isBounded;

    public string Name => Race.Name;

    public Location Location => place.GetLocation();

    public IEnumerable<Location> OtherPlaces => place == Read.Syntax ? Race.OtherSide : Race.OtherSide.Prepend(Read.Location);

    public ImmutableDictionary<string, string?> Properties => Race.Properties;

    /// <summary>What happens to the loop, and who sets the variable on which thread.</summary>
    public string Witness => body.Kind == RoundKind.Waits
        ? $"read again in each round only because of '{body.WaitText}', which no compiler has to respect: {Race.Witness}"
        : $"read once for all rounds, {(isBounded ? "so that nothing stops them" : "and the loop goes on for ever")}: {Race.Witness}";
}
