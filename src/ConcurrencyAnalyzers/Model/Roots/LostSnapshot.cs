using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A value that was made of an older one replaces what another thread may have put there since.</summary>
/// <param name="Snapshot">The old value and the write.</param>
/// <param name="Race">The two threads, where the source shows them.</param>
/// <param name="Sign">What says that threads meet here, where it does not show them: a use by <c>Interlocked</c> or under a lock; null where the field's declaration does.</param>
/// <param name="Other">Another place that writes the variable; null where this one is alone.</param>
internal sealed record LostSnapshot(Snapshot Snapshot, Race? Race, Access? Sign = null, Access? Other = null) : IFinding
{
    public Access Write => Snapshot.Write;

    public Location Location => Write.Location;

    public string Name => Write.Path.IsUnknown ? Write.Memory.ToString() : Write.Path.Name;

    public bool IsSuggestion => Race is not { IsSuggestion: false };

    public IEnumerable<Location> OtherPlaces
    {
        get
        {
            var places = Race?.OtherSide ?? new[] { Sign, Other }.OfType<Access>().Select(static access => access.Location);
            return (Snapshot.IsOneExpression ? places : places.Prepend(Snapshot.Read.Location)).Where(place => place != Location).Distinct();
        }
    }

    public ImmutableDictionary<string, string?> Properties =>
        Race?.Properties ?? ImmutableDictionary<string, string?>.Empty.Add("memory", Write.Memory.Symbol.ToDisplayString());

    public string Witness => $"{What}: {(Race is not null ? Race.Witness : $"{Who}{Why}")}";

    private string What =>
        Snapshot.IsUnheeded ? "this writes nothing where another thread was faster, and nobody looks at its answer"
        : Snapshot.IsOneExpression ? "this reads the old value and stores one made of it, and what another thread stores in between is lost"
        : $"this was made of the value read in {Places.LineOf(Snapshot.Read.Syntax, Write.Syntax)}, and what another thread has stored since is lost";

    private string Who => Other is null || Other.Frame == Write.Frame
        ? $"no lock keeps a second caller of {Places.NameOf(Write.Frame)} out"
        : $"{Places.NameOf(Write.Frame)} and {Places.NameOf(Other.Frame)} ({Places.LineOf(Other.Syntax, Write.Syntax)}) have no lock in common";

    private string Why => Sign switch
    {
        null when Write.Memory.Symbol is IFieldSymbol { IsVolatile: true } => ", and the field is volatile",
        null => "",
        { IsAtomic: true } when Sign.Syntax == Write.Syntax => "",
        { IsAtomic: true } => $", and {Places.LineOf(Sign.Syntax, Write.Syntax)} expects other threads",
        _ => $", and {Places.LineOf(Sign.Syntax, Write.Syntax)} takes one",
    };
}
