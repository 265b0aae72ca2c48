namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Something that the model proved and a rule reports: where, about what, and on which evidence.</summary>
internal interface IFinding
{
    Location Location { get; }

    /// <summary>The other side, and what leads there.</summary>
    IEnumerable<Location> OtherPlaces { get; }

    /// <summary>The variable, as the place calls it.</summary>
    string Name { get; }

    /// <summary>The evidence in words.</summary>
    string Witness { get; }

    /// <summary>The evidence for machines.</summary>
    ImmutableDictionary<string, string?> Properties { get; }

    /// <summary>The evidence does not carry a warning.</summary>
    bool IsSuggestion { get; }
}
