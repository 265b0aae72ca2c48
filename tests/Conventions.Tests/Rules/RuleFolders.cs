using ConcurrencyAnalyzers.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>A rule folder is complete and holds nothing else: the name of the folder decides every other name.</summary>
public sealed class RuleFolders
{
    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        var repair = $"run `eng/new-rule {rule.Family} {rule.Name}`, which writes what is missing; code that is shared belongs in Model/ or Fixes/";
        foreach (var file in new[] { rule.RuleFile, rule.PageFile }.Where(file => !rule.Files.ContainsKey(file)))
            yield return rule.Wrong(file, "is missing", repair);

        foreach (var file in rule.Files.Keys.Where(file => file != rule.RuleFile && file != rule.FixFile && file != rule.PageFile && !rule.IsLongTail(file)))
            yield return rule.Wrong(file, $"belongs to no rule named {rule.Name}", repair);

        if (rule.Descriptors.IsEmpty)
        {
            yield return rule.Wrong(rule.RuleFile, $"there is no analyzer {rule.Name} in namespace ConcurrencyAnalyzers.Rules.{rule.Family}", "name the class like its folder and the namespace like the folder above");
            yield break;
        }

        foreach (var descriptor in rule.Descriptors)
        {
            if (descriptor.Category != rule.Family || Descriptors.FamilyOf(descriptor.Id) != rule.Family)
                yield return rule.Wrong(rule.RuleFile, $"{descriptor.Id} is an id of {Descriptors.FamilyOf(descriptor.Id)}", $"take an id of {rule.Family} from docs/ids.md");

            if (!descriptor.HelpLinkUri.EndsWith($"/{rule.Path}/{rule.PageFile}", StringComparison.Ordinal))
                yield return rule.Wrong(rule.RuleFile, $"the help link of {descriptor.Id} leads to {descriptor.HelpLinkUri}, and not to its page", $"pass name: \"{rule.Name}\" to Descriptors.Create");
        }
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void HoldOneRuleUnderOneName(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "/Specimen.md: is missing", Specimen.Rule.Without("Specimen.md") },
        { "/Specimen.cs: is missing", Specimen.Rule.Without("Specimen.cs") },
        { "/Notes.md: belongs to no rule named Specimen", Specimen.Rule.With("Notes.md", "") },
        { "/Other.locks.spec.md: belongs to no rule named Specimen", Specimen.Rule.With("Other.locks.spec.md", "") },
        { "there is no analyzer Specimen", Specimen.Rule with { Descriptors = [] } },
        { "CONC0201 is an id of Blocking", Specimen.Rule with { Descriptors = [Specimen.Descriptor(id: "CONC0201")] } },
        { "the help link of CONC0101 leads to", Specimen.Rule with { Descriptors = [Specimen.Descriptor(name: "Other")] } },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void AreSeenWhenTheyDoNot(string what, RuleFolder rule) => Expect.Seen(what, Violations(rule));
}
