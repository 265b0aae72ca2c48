using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What is wrong about the order of two accesses that no lock keeps apart.</summary>
internal enum DisorderKind
{
    /// <summary>Whoever began the work reads its result, and waits for it only afterwards.</summary>
    Early,

    /// <summary>A thread reads while another one may write.</summary>
    Beside,

    /// <summary>A thread reads back what another has written since.</summary>
    Scratch,

    /// <summary>The last one wins, whichever that is.</summary>
    Overwrite,
}

/// <summary>A field that two threads reach, one of them to write, with no lock that both hold and nothing else that orders them.</summary>
/// <param name="Access">The read that comes too early; of the other kinds the write.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Race">Both threads.</param>
internal sealed record UnorderedUse(Access Access, DisorderKind Kind, Race Race) : IFinding
{
    public Location Location => Access.Location;

    public IEnumerable<Location> OtherPlaces => Race.OtherSide;

    public string Name => Race.Name;

    /// <summary>One word of memory may be meant to be read as it is: only its author knows.</summary>
    public bool IsSuggestion => true;

    public ImmutableDictionary<string, string?> Properties => Race.Properties.Add("kind", Kind.ToString());

    public string Witness => Kind switch
    {
        DisorderKind.Early => $"it is read before anything waits for the thread that writes it: {Race.Witness}",
        DisorderKind.Beside => $"it is written while another thread reads it: {Race.Witness}",
        DisorderKind.Scratch => $"it can be overwritten before it is read back: {Race.Witness}",
        _ => $"any of several threads can be the last to write it: {Race.Witness}",
    };
}
