namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>One id, one name, for ever: users suppress by id, and search by name.</summary>
public sealed class Ids
{
    internal static IEnumerable<Violation> Violations(IdTable table)
    {
        foreach (var twice in table.Rows.GroupBy(row => row.Id).Concat(table.Rows.GroupBy(row => row.Name)).Where(group => group.Count() > 1))
            yield return new($"{IdTable.File}({twice.Last().Line})", $"{twice.Key} stands here twice", "give the later one the next free id of its family");

        foreach (var row in table.Rows.Where(row => !IdTable.IsInFamily(row.Id)))
            yield return new($"{IdTable.File}({row.Line})", $"{row.Id} is in no family of rules", "take an id of a family");
    }

    internal static IEnumerable<Violation> Violations(IdTable table, IReadOnlyCollection<RuleFolder> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Descriptors.Length > 1)
                yield return rule.Wrong(rule.RuleFile, $"reports {string.Join(" and ", rule.Descriptors.Select(descriptor => descriptor.Id))}", "one rule has one id: split it");

            foreach (var descriptor in rule.Descriptors.Where(descriptor => table.NameOf(descriptor.Id) != rule.Name))
                yield return rule.Wrong(rule.RuleFile, $"{descriptor.Id} belongs to {table.NameOf(descriptor.Id) ?? "nobody"}, and {rule.Name} has {table.IdOf(rule.Name) ?? "no id"} in {IdTable.File}", "take the id of that table; eng/new-rule does");
        }

        foreach (var twice in rules.SelectMany(rule => rule.Descriptors.Select(descriptor => (descriptor.Id, rule))).GroupBy(pair => pair.Id).Where(group => group.Count() > 1))
            yield return twice.Last().rule.Wrong(twice.Last().rule.RuleFile, $"{twice.Key} is also the id of {twice.First().rule}", $"take the one in {IdTable.File}");
    }

    [Fact]
    public void AreGivenOnce() => Expect.None(Violations(IdTable.Load()));

    [Fact]
    public void BelongToTheirNames() => Expect.None(Violations(IdTable.Load(), RepositoryRules.All()));

    /// <summary>Whatever an assembly exports is a rule with a folder, or nothing would look at it.</summary>
    [Fact]
    public void AreAllInFolders() =>
        Assert.Equal(
            RulesUnderTest.Shipped.Rules.Select(rule => rule.GetType().FullName).Order(StringComparer.Ordinal),
            RepositoryRules.All().Where(rule => !rule.Descriptors.IsEmpty).Select(rule => $"ConcurrencyAnalyzers.Rules.{rule.Family}.{rule.Name}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("| CONC0101 | A |\n| CONC0101 | B |", "docs/ids.md(2): CONC0101 stands here twice")]
    [InlineData("| CONC0101 | A |\n| CONC0102 | A |", "docs/ids.md(2): A stands here twice")]
    [InlineData("| CONC0701 | A |", "docs/ids.md(1): CONC0701 is in no family of rules")]
    public void AreSeenWhenTheyAreNot(string table, string what) => Expect.Seen(what, Violations(IdTable.Parse(table)));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "CONC0101 belongs to Specimen, and Other has no id", Specimen.Rule with { Name = "Other" } },
        { "CONC0199 belongs to nobody, and Specimen has CONC0101", Specimen.Rule with { Descriptors = [Specimen.Descriptor(id: "CONC0199")] } },
        { "reports CONC0101 and CONC0102", Specimen.Rule with { Descriptors = [Specimen.Descriptor(), Specimen.Descriptor(id: "CONC0102")] } },
        { "CONC0101 is also the id of Races/Specimen", Specimen.Rule with { Family = "Locks" } },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void AreSeenWhenTheyDoNot(string what, RuleFolder rule) =>
        Expect.Seen(what, Violations(IdTable.Parse("| CONC0101 | Specimen |"), [Specimen.Rule, rule]));

    [Fact]
    public void AreAddedAtTheEndOfTheirFamily()
    {
        var (id, text) = IdTable.Parse("# Ids\n| CONC0101 | A |\n| CONC0109 | B |\n\n| CONC0201 | C |\n").Add("Races", "D");
        Assert.Equal("CONC0110", id);
        Assert.Equal("# Ids\n| CONC0101 | A |\n| CONC0109 | B |\n| CONC0110 | D |\n\n| CONC0201 | C |\n", text);
        Assert.Throws<InvalidOperationException>(() => IdTable.Parse("| CONC0199 | A |").Add("Races", "B"));
    }
}
