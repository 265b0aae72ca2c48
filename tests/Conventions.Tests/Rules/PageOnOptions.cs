using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>What a rule reads is what its page offers, and the page shows it at work.</summary>
public sealed partial class PageOnOptions
{
    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        if (!rule.Files.TryGetValue(rule.PageFile, out var text) || rule.Page is null)
            yield break;

        var documented = KeyPattern().Matches(Headings.TextOf(text, Headings.Options))
            .Where(match => match.Groups[1].Value == rule.Id)
            .Select(match => match.Groups[2].Value)
            .ToHashSet();
        var exercised = rule.Pages
            .SelectMany(page => page.Blocks)
            .SelectMany(block => block.Program.Options)
            .SelectMany(line => KeyPattern().Matches(line))
            .Where(match => match.Groups[1].Value == rule.Id)
            .Select(match => match.Groups[2].Value)
            .ToHashSet();

        foreach (var option in rule.Options.Where(option => !documented.Contains(option)))
            yield return rule.Wrong(rule.PageFile, $"'{Headings.Options}' does not name {Key(rule, option)}, which the rule reads", "say what it does, its values and its default");

        // Options of all rules may be named where they matter most.
        var common = OptionCatalog.All.Where(option => option.Owner == Option.AllRules).Select(option => option.Name);
        foreach (var option in documented.Except(rule.Options).Except(common))
            yield return rule.Wrong(rule.PageFile, $"'{Headings.Options}' names {Key(rule, option)}, which the rule does not read", $"declare it in {rule.RuleFile}, or remove it");

        foreach (var option in rule.Options.Where(option => !exercised.Contains(option)))
            yield return rule.Wrong(rule.PageFile, $"no block has // options: {Key(rule, option)}", "show a program on which it makes a difference");
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void ShowsAllThatAreRead(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "does not name dotnet_code_quality.CONC0101.threads, which the rule reads", Specimen.Rule with { Options = ["patience", "threads"] } },
        { "names dotnet_code_quality.CONC0101.patience, which the rule does not read", Specimen.Rule with { Options = [] } },
        { "no block has // options: dotnet_code_quality.CONC0101.patience", Specimen.Rule.WithPage("// options: ", "// ") },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void IsSeenWhenItDoesNot(string what, RuleFolder rule) => Expect.Seen(what, Violations(rule));

    private static string Key(RuleFolder rule, string option) => $"dotnet_code_quality.{rule.Id}.{option}";

    [GeneratedRegex(@"dotnet_code_quality\.(CONC\d{4})\.(\w+)")]
    private static partial Regex KeyPattern();
}
