using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A function reads a variable that the loop has changed by then.</summary>
/// <param name="Local">The variable.</param>
/// <param name="Function">The lambda or local function.</param>
/// <param name="Loop">One round of it makes the function and goes on.</param>
/// <param name="Reads">What the function reads of the variable, in order of position.</param>
/// <param name="Change">Where the loop changes it.</param>
/// <param name="Place">Where the function is handed to whoever runs it later.</param>
/// <param name="How">Who that is.</param>
internal sealed record LoopCapture(
    ISymbol Local, SyntaxNode Function, SyntaxNode Loop, ImmutableArray<Access> Reads, Access Change, SyntaxNode Place, string How) : IFinding
{
    public Location Location => Reads[0].Target.GetLocation();

    public IEnumerable<Location> OtherPlaces => new[] { Change.Location, Place.GetLocation() }.Distinct();

    public string Name => Local.Name;

    public bool IsSuggestion => false;

    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty.Add("memory", Local.Name).Add("how", How);

    public string Witness
    {
        get
        {
            var who = How.Length == 0 ? $"line {Places.LineOf(Place)} does not wait for it" : $"{How}, line {Places.LineOf(Place)}";
            return $"{who}, and line {Places.LineOf(Change.Syntax)} changes the variable for the next round";
        }
    }
}
