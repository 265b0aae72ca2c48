namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>The pages of rules, as tests over all of them need them.</summary>
internal static class RulePages
{
    /// <summary>Those of rules about programs; what a rule about options and tables reports is in no program.</summary>
    public static ImmutableArray<SpecPage> OnPrograms { get; } =
        [.. Repository.FilesBelow("src/ConcurrencyAnalyzers/Rules", "*.md")
            .Where(path => !Repository.Relative(path).Contains("/Rules/Configuration/", StringComparison.Ordinal))
            .Select(SpecPage.Load)];
}
