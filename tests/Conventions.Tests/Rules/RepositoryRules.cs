using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>Every rule of the repository, found on disk and by reflection.</summary>
public static class RepositoryRules
{
    // Every rule may say that its options are wrong; that makes none of them a rule about configuration.
    private const string Configuration = "Configuration";

    // The specimen is a row as well: a convention that a right rule cannot keep is seen, also while there are few rules.
    private static readonly ImmutableSortedDictionary<string, RuleFolder> s_rules =
        All().Append(Specimen.Rule).ToImmutableSortedDictionary(rule => rule.ToString(), rule => rule, StringComparer.Ordinal);

    /// <summary>One row a rule.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows() => s_rules.Keys.Select(name => new TheoryDataRow<string>(name) { TestDisplayName = name });

    public static RuleFolder Named(string name) => s_rules[name];

    /// <summary>Folders without an analyzer and analyzers without a folder are here too: both are wrong, and have to be seen.</summary>
    public static ImmutableArray<RuleFolder> All()
    {
        var families = typeof(Descriptors).Namespace + ".";
        var analyzers = RulesUnderTest.Shipped.Rules
            .Where(rule => rule.GetType().Namespace!.StartsWith(families, StringComparison.Ordinal))
            .ToDictionary(rule => (Family: rule.GetType().Namespace![families.Length..], rule.GetType().Name));
        var folders = Repository.FilesBelow(RuleFolder.Root, "*")
            .Select(path => Path.GetRelativePath(Repository.PathOf(RuleFolder.Root), path).Split(Path.DirectorySeparatorChar))
            .Where(parts => parts.Length == 3)
            .ToLookup(parts => (Family: parts[0], Name: parts[1]), parts => parts[2]);

        return [.. folders.Select(group => group.Key).Union(analyzers.Keys)
            .OrderBy(key => key.Family, StringComparer.Ordinal).ThenBy(key => key.Name, StringComparer.Ordinal)
            .Select(key => Read(key.Family, key.Name, folders[key], analyzers.GetValueOrDefault(key)))];
    }

    private static RuleFolder Read(string family, string name, IEnumerable<string> files, DiagnosticAnalyzer? analyzer)
    {
        var texts = files.ToImmutableSortedDictionary(
            file => file, file => File.ReadAllText(Repository.PathOf($"{RuleFolder.Root}/{family}/{name}/{file}")), StringComparer.Ordinal);
        var descriptors = (analyzer?.SupportedDiagnostics ?? []).Where(descriptor => descriptor.Category == family || descriptor.Category != Configuration).ToImmutableArray();
        return new(
            family,
            name,
            texts,
            descriptors,
            descriptors.Any(descriptor => RulesUnderTest.Shipped.FixesOf(descriptor.Id).Any()),
            [.. OptionCatalog.All.Where(option => descriptors.Any(descriptor => descriptor.Id == option.Owner)).Select(option => option.Name).Order(StringComparer.Ordinal)]);
    }
}
