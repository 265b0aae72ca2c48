using System.Globalization;
using System.Text;
using ConcurrencyAnalyzers.Conventions.Tests.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>The rules as tables, for readers who choose and for readers who look up.</summary>
internal static class RuleTables
{
    public static string ForReadme(IEnumerable<RuleFolder> rules)
    {
        var text = new StringBuilder("| Rule | Finds | Fix |\n|---|---|---|\n");
        foreach (var rule in ById(rules))
            text.Append(CultureInfo.InvariantCulture, $"| [{rule.Id} {rule.Name}]({rule.Path}/{rule.PageFile}) | {Title(rule)} | {Fix(rule)} |\n");

        return text.ToString();
    }

    public static string ForDocs(IEnumerable<RuleFolder> rules)
    {
        var text = new StringBuilder($"# Rules\n<!-- Written by `{Expect.Update}`. -->\n");
        foreach (var family in ById(rules).GroupBy(rule => rule.Family))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {family.Key}\n\n| Id | Name | Finds | Severity | Fix | Options |\n|---|---|---|---|---|---|\n");
            foreach (var rule in family)
            {
                var options = string.Join(", ", rule.Options.Select(option => $"`{option}`"));
                text.Append(CultureInfo.InvariantCulture, $"| {rule.Id} | [{rule.Name}](../{rule.Path}/{rule.PageFile}) | {Title(rule)} | {Severity(rule)} | {Fix(rule)} | {options} |\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<RuleFolder> ById(IEnumerable<RuleFolder> rules) =>
        rules.Where(rule => !rule.Descriptors.IsEmpty).OrderBy(rule => rule.Id, StringComparer.Ordinal);

    private static string Title(RuleFolder rule) => rule.Descriptors[0].Title.ToString(CultureInfo.InvariantCulture).Replace("|", @"\|", StringComparison.Ordinal);

    private static string Fix(RuleFolder rule) => PageOnFixes.SafetyOf(rule) ?? "";

    private static string Severity(RuleFolder rule) =>
        rule.Descriptors[0] is { IsEnabledByDefault: false } ? "off" : rule.Descriptors[0].DefaultSeverity.ToString();
}
