using ConcurrencyAnalyzers.Conventions.Tests.Rules;

namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>What is said in two places is written in one of them by <c>--update</c>, and a test fails while the two differ.</summary>
public sealed class DerivedFiles
{
    internal static ImmutableArray<DerivedFile> Of(IReadOnlyList<RuleFolder> rules, string shipped) =>
    [
        new("README.md", text => DerivedFile.Between("README.md", text, "<!-- rules -->", "<!-- /rules -->", RuleTables.ForReadme(rules))),
        new("docs/rules.md", _ => RuleTables.ForDocs(rules)),
        new("src/ConcurrencyAnalyzers/AnalyzerReleases.Unshipped.md", _ => ReleaseFile.Unshipped(rules, shipped)),
        .. SeverityPresets.For(rules),
        .. RepairedService.Files,
    ];

    /// <summary>Writes what is stale.</summary>
    /// <returns>The exit code.</returns>
    public static int Update(TextWriter output)
    {
        foreach (var file in OfRepository(RepositoryRules.All()))
        {
            var text = file.Write(file.Current);
            output.WriteLine($"{(text == file.Current ? "current" : "written")}  {file.Path}");
            if (text != file.Current)
                File.WriteAllText(Repository.PathOf(file.Path), text);
        }

        return 0;
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/rules.md")]
    [InlineData("src/ConcurrencyAnalyzers/AnalyzerReleases.Unshipped.md")]
    [InlineData("src/ConcurrencyAnalyzers.Package/config/Default.globalconfig")]
    [InlineData("src/ConcurrencyAnalyzers.Package/config/None.globalconfig")]
    [InlineData("src/ConcurrencyAnalyzers.Package/config/Strict.globalconfig")]
    [InlineData("src/ConcurrencyAnalyzers.Package/config/Suggestions.globalconfig")]
    public void AreCurrent(string path)
    {
        var file = OfRepository(RepositoryRules.All()).Single(file => file.Path == path);
        Assert.True(file.Write(file.Current) == file.Current, new Violation(path, "is not what the rules say", $"run `{Expect.Update}`").ToString());
    }

    [Fact]
    public void SayWhatTheRulesSay()
    {
        var files = Of([Specimen.Rule], "");
        Assert.Equal(
            """
            # Title
            <!-- rules -->
            | Rule | Finds | Fix |
            |---|---|---|
            | [CONC0101 Specimen](src/ConcurrencyAnalyzers/Rules/Races/Specimen/Specimen.md) | A specimen is found | Safe |
            <!-- /rules -->
            End

            """,
            files[0].Write("# Title\n<!-- rules -->\nold\n<!-- /rules -->\nEnd\n"));
        Assert.Equal(
            """
            # Rules
            <!-- Written by `dotnet run --project tests/Conventions.Tests -- --update`. -->

            ## Races

            | Id | Name | Finds | Severity | Fix | Options |
            |---|---|---|---|---|---|
            | CONC0101 | [Specimen](../src/ConcurrencyAnalyzers/Rules/Races/Specimen/Specimen.md) | A specimen is found | Warning | Safe | `patience` |

            """,
            files[1].Write("old"));
        Assert.EndsWith(
            """
            ### New Rules

            Rule ID | Category | Severity | Notes
            --------|----------|----------|-------
            CONC0101 | Races | Warning | Specimen

            """,
            files[2].Write("old"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Default", "# CONC0101: warning", "# CONC0102: suggestion", "# CONC0103: none")]
    [InlineData("None", "dotnet_diagnostic.CONC0101.severity = none", "dotnet_diagnostic.CONC0102.severity = none", "dotnet_diagnostic.CONC0103.severity = none")]
    [InlineData("Strict", "dotnet_diagnostic.CONC0101.severity = error", "dotnet_diagnostic.CONC0102.severity = warning", "dotnet_diagnostic.CONC0103.severity = warning")]
    [InlineData("Suggestions", "dotnet_diagnostic.CONC0101.severity = suggestion", "dotnet_diagnostic.CONC0102.severity = suggestion", "dotnet_diagnostic.CONC0103.severity = none")]
    public void SetEveryRuleInEveryPreset(string preset, params string[] expected)
    {
        RuleFolder[] rules =
        [
            Specimen.Rule with { Descriptors = [new("CONC0103", "Off", "", "Races", DiagnosticSeverity.Warning, isEnabledByDefault: false)] },
            Specimen.Rule with { Descriptors = [new("CONC0102", "Suggests", "", "Races", DiagnosticSeverity.Info, isEnabledByDefault: true)] },
            Specimen.Rule,
        ];

        var text = SeverityPresets.For(rules).Single(file => file.Path.EndsWith($"/{preset}.globalconfig", StringComparison.Ordinal)).Write("old");

        Assert.Contains("is_global = true\n", text, StringComparison.Ordinal);
        Assert.Equal(expected, text.Split('\n').Where(line => line.Contains("CONC", StringComparison.Ordinal)));
    }

    [Fact]
    public void DoNotReleaseTwice() =>
        Assert.DoesNotContain("CONC0101", Of([Specimen.Rule], "CONC0101 | Races | Warning | Specimen\n")[2].Write(""), StringComparison.Ordinal);

    [Fact]
    public void NeedTheirMarkers()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Of([Specimen.Rule], "")[0].Write("# Title\n<!-- rules -->\n"));
        Assert.StartsWith("README.md: the lines '<!-- rules -->' and '<!-- /rules -->' are missing", thrown.Message, StringComparison.Ordinal);
    }

    internal static ImmutableArray<DerivedFile> OfRepository(IReadOnlyList<RuleFolder> rules) =>
        Of(rules, File.ReadAllText(Repository.PathOf("src/ConcurrencyAnalyzers/AnalyzerReleases.Shipped.md")));
}
