namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>A diagnostic, freed from its compilation, so that the programs of a solution need not all stay in memory.</summary>
/// <param name="Others">The other sides: where else the evidence is.</param>
internal sealed record Finding(
    string Id, DiagnosticSeverity Severity, string Message, Place Place, ImmutableArray<Place> Others,
    ImmutableDictionary<string, string?> Properties)
{
    /// <summary>By path and position; a rule may report twice at one place, so the text decides last.</summary>
    public static IComparer<Finding> Order { get; } = Comparer<Finding>.Create((left, right) =>
    {
        var order = Place.Order.Compare(left.Place, right.Place);
        order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
        return order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
    });

    public static Finding Of(Diagnostic diagnostic) => new(
        diagnostic.Id, diagnostic.Severity, diagnostic.GetMessage(), Place.Of(diagnostic.Location),
        [.. diagnostic.AdditionalLocations.Select(Place.Of)], diagnostic.Properties);
}
