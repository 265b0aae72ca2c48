using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A value of several words is copied by one thread while another sets it.</summary>
/// <param name="Race">The read first.</param>
/// <param name="IsWord">It fits a word of 64 bits, and the program runs with words of 32.</param>
internal sealed record TornRead(Race Race, bool IsWord) : IFinding
{
    public Access Read => Race.First;

    public Location Location => Read.Location;

    public IEnumerable<Location> OtherPlaces => Race.OtherSide;

    public string Name => Race.Name;

    public bool IsSuggestion => false;

    public ImmutableDictionary<string, string?> Properties => Race.Properties;

    public string Witness
    {
        get
        {
            var type = Race.Memory.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            return $"'{type}' is copied in more than one step{(IsWord ? " by a program of 32 bits" : "")}, and {Race.Witness}";
        }
    }
}
