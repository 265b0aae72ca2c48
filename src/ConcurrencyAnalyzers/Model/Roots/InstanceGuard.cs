using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A write of static memory, and the lock of one instance that is all it holds.</summary>
internal sealed record InstanceGuard(Access Write, HeldLock Held) : IFinding
{
    public Location Location => Write.Location;

    public IEnumerable<Location> OtherPlaces => [LockPlaces.HeadOf(Held.Syntax)];

    public string Name => Write.Path.IsUnknown ? Write.Memory.Name : Write.Path.Name;

    public bool IsSuggestion => false;

    public ImmutableDictionary<string, string?> Properties =>
        ImmutableDictionary<string, string?>.Empty.Add("memory", Write.Memory.Symbol.ToDisplayString()).Add("guard", Held.Text);

    public string Witness
    {
        get
        {
            var own = Places.NameOf(Write.Frame);
            var place = Places.LineOf(Held.Syntax, Write.Syntax);
            return $"{own} holds only '{Held.Text}' ({place}), of which each {Write.Frame.Outermost.Method!.ContainingType.Name} has its own";
        }
    }
}
