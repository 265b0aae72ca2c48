using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A write under a lock that is held for reading only.</summary>
/// <param name="Write">The write.</param>
/// <param name="Place">Where the lock is held: the write itself, or the call that leads to it.</param>
/// <param name="Held">The lock.</param>
/// <param name="Guarded">Another use of the memory, under the same lock for writing if there is one.</param>
internal sealed record ReadLockWrite(Access Write, Site Place, HeldLock Held, Access Guarded) : IFinding
{
    public Location Location => Place.Syntax.GetLocation();

    public IEnumerable<Location> OtherPlaces =>
        (Place == Write ? new[] { LockPlaces.HeadOf(Held.Syntax), Guarded.Location } : [Write.Location, LockPlaces.HeadOf(Held.Syntax), Guarded.Location]).Distinct();

    public string Name => Write.Path.IsUnknown ? Write.Memory.Name : Write.Path.Name;

    public bool IsSuggestion => false;

    /// <summary>No use of the memory holds the lock for writing.</summary>
    public bool IsNeverTakenForWriting { get; init; }

    public ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add("memory", Write.Memory.Symbol.ToDisplayString()).Add("guard", Held.Text);

    public string Witness
    {
        get
        {
            var here = Place.Syntax;
            var through = Place == Write ? "" : $"through {Places.NameOf(Write.Frame)} ({Places.LineOf(Write.Syntax, here)}), ";
            var mode = Held.Mode == LockMode.Upgradeable ? "upgradeably, which keeps no reader out" : "for reading, as others may at the same time";
            if (Guarded == Write)
                return $"{through}{Places.NameOf(Place.Frame)} holds '{Held.Text}' only {mode}, and nothing else keeps two of them apart here";
            return $"{through}{Places.NameOf(Place.Frame)} holds '{Held.Text}' only {mode}; {Places.NameOf(Guarded.Frame)} ({Places.LineOf(Guarded.Syntax, here)}) {(IsNeverTakenForWriting ? "relies on the same lock" : "takes it for writing")}";
        }
    }
}
