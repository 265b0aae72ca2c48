using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What becomes of a captured variable that several threads have.</summary>
internal enum MutationKind
{
    /// <summary>The new value is made of the old one: what another thread writes in between is lost.</summary>
    Update,

    /// <summary>The old value decides whether the new one is written, and may be another by then.</summary>
    Checked,

    /// <summary>A thread reads back what another has written since.</summary>
    Scratch,

    /// <summary>The last one wins, whichever that is.</summary>
    Overwrite,

    /// <summary>Nothing orders a read and the write that it is meant to see.</summary>
    Read,
}

/// <summary>A thread changes a local variable that another one has as well.</summary>
/// <param name="Write">The change.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Race">Both threads.</param>
internal sealed record CapturedMutation(Access Write, MutationKind Kind, Race Race) : IFinding
{
    public Location Location => Write.Location;

    public IEnumerable<Location> OtherPlaces => Race.OtherSide;

    public string Name => Race.Name;

    /// <summary>Updates are shown to be right on real code; of the others none was met there yet.</summary>
    public bool IsSuggestion => Kind != MutationKind.Update || Race.IsSuggestion;

    public ImmutableDictionary<string, string?> Properties => Race.Properties.Add("kind", Kind.ToString());

    public string Witness => Kind switch
    {
        MutationKind.Update => $"lose an update: {Race.Witness}",
        MutationKind.Checked => $"change between its check and its write: {Race.Witness}",
        MutationKind.Scratch => $"be overwritten before it is read back: {Race.Witness}",
        MutationKind.Overwrite => $"be overwritten by any of several threads: {Race.Witness}",
        _ => $"be read before it is written: {Race.Witness}",
    };
}
