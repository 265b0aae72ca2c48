using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>An update of a volatile field that no lock makes one step.</summary>
/// <param name="Update">The update.</param>
/// <param name="Race">The two threads, where the source shows them.</param>
/// <param name="Other">Another place that writes the field; null where the update is the only one.</param>
internal sealed record VolatileUpdate(Access Update, Race? Race, Access? Other) : IFinding
{
    public Location Location => Update.Location;

    public IEnumerable<Location> OtherPlaces => Race?.OtherSide ?? (Other is null ? [] : [Other.Location]);

    public string Name => Update.Path.IsUnknown ? Update.Memory.Name : Update.Path.Name;

    /// <summary>Nobody shows two threads that meet there: all who write may be one thread, which nobody wrote down.</summary>
    public bool IsSuggestion => Race is not { IsSuggestion: false };

    public ImmutableDictionary<string, string?> Properties =>
        Race?.Properties ?? ImmutableDictionary<string, string?>.Empty.Add("memory", Update.Memory.Symbol.ToDisplayString());

    public string Witness
    {
        get
        {
            if (Race is not null)
                return Race.Witness;

            var own = Places.NameOf(Update.Frame);
            return Other is null || Other.Frame == Update.Frame
                ? $"{own} reads and writes it in two steps, and no lock keeps a second caller out in between"
                : $"{own} and {Places.NameOf(Other.Frame)} ({Places.LineOf(Other.Syntax, Update.Syntax)}) write it without a common lock";
        }
    }
}
