namespace ConcurrencyAnalyzers.Rules;

/// <summary>The one place that makes descriptors: id decides category and help link, so that no rule can get them wrong.</summary>
internal static class Descriptors
{
    private const string Pages = "https://github.com/ConcurrencyAnalyzers/ConcurrencyAnalyzers/blob/main/src/ConcurrencyAnalyzers/Rules";

    /// <param name="id">CONC and four digits, of which the first two are the family (docs/design.md, section 5).</param>
    /// <param name="name">The rule's class, folder and page: named after the bug.</param>
    /// <param name="title">One sentence without a full stop; the page repeats it.</param>
    /// <param name="message">Names the evidence; <c>{0}</c> is the memory, lock or call that it is about.</param>
    /// <param name="severity">What a fresh installation shows.</param>
    public static DiagnosticDescriptor Create(
        string id, string name, string title, string message, DiagnosticSeverity severity = DiagnosticSeverity.Warning)
    {
        var family = FamilyOf(id);
        return new DiagnosticDescriptor(
            id, title, message, family, severity, isEnabledByDefault: true,
            helpLinkUri: $"{Pages}/{family}/{name}/{name}.md");
    }

    /// <summary>The family, which is also the diagnostic's category and the folder of its rule.</summary>
    public static string FamilyOf(string id) => id.Substring(4, 2) switch
    {
        "00" => "Configuration",
        "01" => "Races",
        "02" => "Blocking",
        "03" => "Lifetime",
        "04" => "Locks",
        "05" => "Misuse",
        "06" => "Executors",
        _ => throw new ArgumentException($"'{id}' is in no family: the ranges are in docs/design.md, section 5.", nameof(id)),
    };
}
