namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>An object that is no collection, and for one thread at a time, is used by two at once.</summary>
internal sealed record UnsafeUse(Race Race) : IFinding
{
    public Location Location => Race.First.Location;

    public IEnumerable<Location> OtherPlaces => Race.OtherSide;

    public string Name => Race.Name;

    public string Witness => Race.Witness;

    /// <summary>Two threads are a race. Where it is one that only does not wait for the object's own task, the object may queue what it is asked for.</summary>
    public bool IsSuggestion => Race.IsSuggestion || IsOfTask(Race.FirstWay) || IsOfTask(Race.SecondWay);

    private static bool IsOfTask(Context way) => way is { Spawn: null, AsyncCall: Facts.Access };

    public ImmutableDictionary<string, string?> Properties => Race.Properties;
}
