namespace ConcurrencyAnalyzers.Rules.Races;

/// <summary>A list, dictionary or other plain collection is changed while another thread uses it.</summary>
/// <remarks>
/// A call that adds moves several fields, and none of them is consistent in between. The smallest failing interleaving, on a <c>List&lt;T&gt;</c>:
/// <code>
///   thread A                 thread B                 _size
///   Add: reads _size = 3                              3
///                            Add: reads _size = 3     3
///   items[3] = a, _size = 4                           4
///                            items[3] = b, _size = 4  4       a is gone
/// </code>
/// A dictionary that is resized meanwhile loses entries, throws, or sends a reader round and round in a chain of buckets.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SharedCollectionMutation : FileRule
{
    internal static readonly DiagnosticDescriptor Descriptor = Descriptors.Create(
        id: "CONC0104",
        name: nameof(SharedCollectionMutation),
        title: "A collection is changed while another thread uses it",
        message: "'{0}' is a collection for one thread at a time: {1}");

    /// <summary>Creates the rule; hosts do.</summary>
    public SharedCollectionMutation()
        : base(Descriptor)
    {
    }

    private protected override void Ask(FileQuestion ask)
    {
        foreach (var race in ask.Model.ContentRacesIn(ask.File, ask.Cancellation))
        {
            if (!ask.Model.IsOnUnsafeObject(race) && !ask.IsSaidBefore(race.First))
                ask.Report(race);
        }

        foreach (var cache in ask.Model.StaticCachesIn(ask.File, ask.Cancellation))
            ask.Report(cache);
    }
}
