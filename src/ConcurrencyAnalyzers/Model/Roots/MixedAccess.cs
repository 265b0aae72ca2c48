using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A plain write of a variable that <c>Interlocked</c> updates elsewhere.</summary>
/// <param name="Write">The write.</param>
/// <param name="Other">An atomic update, in another function where there is one.</param>
/// <param name="IsUpdate">It takes more than one step, so that what happens in between is lost.</param>
/// <param name="Inside">The atomic update whose result is written back.</param>
/// <param name="Race">The two threads, where the source shows them.</param>
internal sealed record MixedAccess(Access Write, Access Other, bool IsUpdate, Access? Inside, Race? Race) : IFinding
{
    public Location Location => Write.Location;

    public IEnumerable<Location> OtherPlaces => Race is null ? [Other.Location] : Race.OtherSide.Prepend(Other.Location).Distinct();

    public string Name => Write.Path.IsUnknown ? Write.Memory.Name : Write.Path.Name;

    /// <summary>Nobody shows two threads that meet here; a write in one step loses nothing either way, and is only not ordered.</summary>
    public bool IsSuggestion => Race is not { IsSuggestion: false };

    public ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add("memory", Write.Memory.Symbol.ToDisplayString()).Add("update", IsUpdate ? "true" : "false");

    public string Witness
    {
        get
        {
            var own = Places.NameOf(Write.Frame);
            var line = Places.LineOf(Other.Syntax, Write.Syntax);
            var other = Other.Frame == Write.Frame ? line : $"{Places.NameOf(Other.Frame)} ({line})";
            var threads = Race is null ? "" : $": {Race.Witness}";
            return Inside is not null ? $"{own} writes back what the atomic step returned, over what {other} does in between{threads}"
                : IsUpdate ? $"{own} reads and writes it in two steps, and loses what {other} does in between{threads}"
                : $"{own} writes it plainly: a processor that reorders lets one in at {other} before it shows what {own} wrote first";
        }
    }
}
