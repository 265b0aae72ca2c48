using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A plain write of a variable that <c>Interlocked</c> updates elsewhere.</summary>
/// <param name="Write">The write.</param>
/// <param name="Other">An atomic update, in another function where there is one.</param>
/// <param name="IsUpdate">It takes more than one step, so that what happens in between is lost.</param>
/// <param name="Inside">The atomic update whose result is written back.</param>
internal sealed record MixedAccess(Access Write, Access Other, bool IsUpdate, Access? Inside) : IFinding
{
    public Location Location => Write.Location;

    public IEnumerable<Location> OtherPlaces => [Other.Location];

    public string Name => Write.Path.IsUnknown ? Write.Memory.Name : Write.Path.Name;

    /// <summary>A write in one step loses nothing: it only is not ordered.</summary>
    public bool IsSuggestion => !IsUpdate;

    public ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add("memory", Write.Memory.Symbol.ToDisplayString()).Add("update", IsUpdate ? "true" : "false");

    public string Witness
    {
        get
        {
            var own = Places.NameOf(Write.Frame);
            var line = Places.LineOf(Other.Syntax, Write.Syntax);
            var other = Other.Frame == Write.Frame ? line : $"{Places.NameOf(Other.Frame)} ({line})";
            return Inside is not null ? $"{own} writes back what the atomic step returned, over what {other} does in between"
                : IsUpdate ? $"{own} reads and writes it in two steps, and loses what {other} does in between"
                : $"{own} writes it plainly, so that {other} may see this write before those that come first";
        }
    }
}
