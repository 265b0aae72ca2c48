using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>A fix, an example of it and a word about its safety come together; a rule without a fix says why.</summary>
public sealed partial class PageOnFixes
{
    /// <summary>How a section "Fix safety" begins; the strongest word first.</summary>
    public static readonly ImmutableArray<string> Safeties = ["Safe", "Changes timing", "Needs review", "No fix"];

    /// <summary>What the page says about the safety of its fix, as one of <see cref="Safeties"/>, or null.</summary>
    public static string? SafetyOf(RuleFolder rule) =>
        rule.Files.TryGetValue(rule.PageFile, out var page) && SafetyPattern().Match(Headings.TextOf(page, Headings.FixSafety)) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        if (rule.Page is null)
            yield break;

        var isShown = rule.Pages.Any(page => page.Blocks.Any(block => block.IsResultOfFix));
        if (rule.HasFix && !isShown)
            yield return rule.Wrong(rule.PageFile, "there is a fix and no block under '### Fixed'", "show what it makes of an example");

        if (!rule.HasFix && isShown)
            yield return rule.Wrong(rule.PageFile, "a block stands under '### Fixed' and there is no fix", $"write {rule.FixFile} with [ExportCodeFixProvider], or remove the block");

        if (rule.HasFix != rule.Files.ContainsKey(rule.FixFile))
            yield return rule.Wrong(rule.FixFile, rule.HasFix ? "the fix is in another file" : "no fix in it says that it repairs this rule's id", "the file, its export and FixableDiagnosticIds belong together");

        var safety = SafetyOf(rule);
        if (safety is null)
        {
            yield return rule.Wrong(rule.PageFile, $"'{Headings.FixSafety}' does not begin with one of {string.Join(", ", Safeties)} and a colon, with the reason behind it",
                "write the safety of the preferred fix first, as in 'Safe: each expression keeps its value'");
        }
        else if (rule.HasFix == (safety == "No fix"))
        {
            yield return rule.Wrong(rule.PageFile, $"'{Headings.FixSafety}' begins with '{safety}', and there is {(rule.HasFix ? "a" : "no")} fix", "say what is");
        }
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void SaysHowSafeTheyAre(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    [Fact]
    public void MaySayThatThereIsNone() => Expect.None(Violations(WithoutFix()));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "there is a fix and no block under '### Fixed'", Specimen.Rule.WithPage("### Fixed", "### Made good") },
        { "a block stands under '### Fixed' and there is no fix", Specimen.Rule with { HasFix = false } },
        { "no fix in it says that it repairs this rule's id", Specimen.Rule with { HasFix = false } },
        { "the fix is in another file", Specimen.Rule.Without("Specimen.Fix.cs") },
        { "'Fix safety' does not begin with one of Safe, Changes timing, Needs review, No fix", Specimen.Rule.WithPage("Safe: each", "Each") },
        { "'Fix safety' does not begin with one of", Specimen.Rule.WithPage("Safe: each expression keeps its value.", "Safe:") },
        { "'Fix safety' begins with 'No fix', and there is a fix", Specimen.Rule.WithPage("Safe: each", "No fix: each") },
        { "'Fix safety' begins with 'Safe', and there is no fix", WithoutFix().WithPage("No fix: what", "Safe: what") },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void IsSeenWhenItDoesNot(string what, RuleFolder rule) => Expect.Seen(what, Violations(rule));

    private static RuleFolder WithoutFix() => (Specimen.Rule with { HasFix = false })
        .Without("Specimen.Fix.cs")
        .WithPage("### Fixed\n```csharp\nclass C { int good; }\n```\n", "")
        .WithPage("Safe: each expression keeps its value.", "No fix: what to do depends on the program.");

    [GeneratedRegex(@"^(Safe|Changes timing|Needs review|No fix):\s+\S")]
    private static partial Regex SafetyPattern();
}
