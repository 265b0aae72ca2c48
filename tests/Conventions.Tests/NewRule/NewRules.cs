using ConcurrencyAnalyzers.Conventions.Tests.Rules;
using ConcurrencyAnalyzers.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Conventions.Tests.NewRule;

/// <summary>A new rule starts right: whoever runs eng/new-rule has only the subject left to write.</summary>
public sealed class NewRules
{
    private const string Table = "| CONC0101 | Taken |\n| CONC0102 | Reserved |\n";

    [Fact]
    public void GetTheIdThatIsReserved()
    {
        var plan = RuleWriter.Plan("Races", "Reserved", Table, [], withFix: false);
        Assert.Contains("id: \"CONC0102\"", plan[RuleFile("Reserved")], StringComparison.Ordinal);
        Assert.DoesNotContain(IdTable.File, plan.Keys);
    }

    [Fact]
    public void GetTheNextIdOfTheirFamily()
    {
        var plan = RuleWriter.Plan("Races", "Fresh", Table, [], withFix: false);
        Assert.Contains("id: \"CONC0103\"", plan[RuleFile("Fresh")], StringComparison.Ordinal);
        Assert.Equal(Table + "| CONC0103 | Fresh |\n", plan[IdTable.File]);
    }

    [Fact]
    public void AreNamedInWhatIsDerived()
    {
        var plan = RuleWriter.Plan("Races", "Fresh", Table, [], withFix: false);
        Assert.All(
            new[] { "README.md", "docs/rules.md", "src/ConcurrencyAnalyzers/AnalyzerReleases.Unshipped.md" },
            path => Assert.Contains("CONC0103", plan[path], StringComparison.Ordinal));
    }

    [Fact]
    public void LeaveAloneWhatIsWritten()
    {
        var plan = RuleWriter.Plan("Races", "Specimen", "| CONC0101 | Specimen |\n", [Specimen.Rule.Without("Specimen.md")], withFix: false);
        Assert.Contains($"{Specimen.Rule.Path}/Specimen.md", plan.Keys);
        Assert.DoesNotContain($"{Specimen.Rule.Path}/Specimen.cs", plan.Keys);
    }

    [Theory]
    [InlineData("Raceses", "Fresh", "'Raceses' is no family. Take one of Configuration, Races, Blocking,")]
    [InlineData("Races", "fresh", "'fresh' is no name of a rule")]
    [InlineData("Races", "CONC0103", "'CONC0103' is no name of a rule")]
    [InlineData("Locks", "Reserved", "Reserved is CONC0102 in docs/ids.md, which is in Races")]
    public void AreRefused(string family, string name, string refusal) =>
        Assert.StartsWith(refusal, RuleWriter.Refusal(family, name, IdTable.Parse(Table)), StringComparison.Ordinal);

    [Fact]
    public void AreNotRefusedWithoutReason() => Assert.All(
        IdTable.Load().Rows.Select(row => (row.Id, row.Name)).Append(("CONC0101", "Fresh")),
        row => Assert.Null(RuleWriter.Refusal(ConcurrencyAnalyzers.Rules.Descriptors.FamilyOf(row.Item1), row.Item2, IdTable.Load())));

    [Fact]
    public void Compile()
    {
        var plan = RuleWriter.Plan("Races", "Fresh", Table, [], withFix: true);
        var rules = Add(OwnProject.Named("ConcurrencyAnalyzers").Compilation, RuleFile("Fresh"), plan);
        Expect.None(Layering.SyntaxInRules(rules, [rules.SyntaxTrees[^1]]));

        var fixes = OwnProject.Named("ConcurrencyAnalyzers.CodeFixes").Compilation;
        var reference = fixes.References.OfType<CompilationReference>().Single(reference => reference.Compilation.AssemblyName == "ConcurrencyAnalyzers");
        Add(fixes.ReplaceReference(reference, rules.ToMetadataReference()), RuleFile("Fresh").Replace(".cs", ".Fix.cs", StringComparison.Ordinal), plan);
    }

    [Fact]
    public void HaveAFixOnlyIfAsked() =>
        Assert.DoesNotContain(RuleWriter.Plan("Races", "Fresh", Table, [], withFix: false).Keys, path => path.EndsWith(".Fix.cs", StringComparison.Ordinal));

    /// <summary>Conventions refuse what is not written yet, and nothing else.</summary>
    [Fact]
    public void AreUnfinished()
    {
        var plan = RuleWriter.Plan("Races", "Fresh", Table, [], withFix: false);
        var rule = new RuleFolder(
            "Races", "Fresh",
            plan.Where(file => file.Key.StartsWith(RuleFolder.Root, StringComparison.Ordinal)).ToImmutableSortedDictionary(file => Path.GetFileName(file.Key), file => file.Value),
            [Specimen.Descriptor("CONC0103", "Fresh", Templates.Title, Templates.Message)],
            HasFix: false, []);
        Expect.None([.. RuleFolders.Violations(rule), .. PageShape.Violations(rule), .. PageOnFixes.Violations(rule), .. PageOnOptions.Violations(rule), .. Messages.Violations(rule)]);
        Assert.All(rule.Files, file => Assert.NotEmpty(Unfinished.Violations($"{rule.Path}/{file.Key}", file.Value)));
    }

    private static CSharpCompilation Add(CSharpCompilation project, string path, IReadOnlyDictionary<string, string> plan)
    {
        var tree = CSharpSyntaxTree.ParseText(plan[path], (CSharpParseOptions)project.SyntaxTrees[0].Options, path);
        var added = project.AddSyntaxTrees(tree);
        Assert.DoesNotContain(added.GetSemanticModel(tree).GetDiagnostics(), static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        return added;
    }

    private static string RuleFile(string name) => $"{RuleFolder.Root}/Races/{name}/{name}.cs";
}
