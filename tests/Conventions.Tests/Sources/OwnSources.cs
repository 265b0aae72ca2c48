namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>Our own sources are clean under our own rules: whoever reads a warning of ours may look how we do it.</summary>
public sealed class OwnSources
{
    public static IEnumerable<TheoryDataRow<string>> Projects() => OwnProject.All.Select(project => new TheoryDataRow<string>(project.Name) { TestDisplayName = project.Name });

    /// <summary>Every file that the compiler sees is read: a project without errors and findings could otherwise be one without sources.</summary>
    [Theory, MemberData(nameof(Projects))]
    public async Task AreCleanUnderOurRules(string name)
    {
        var project = OwnProject.Named(name);
        var rules = RulesUnderTest.Of([.. RulesUnderTest.Shipped.Rules, new EveryFile()], []);
        var findings = await Findings.OfAsync(project.Compilation, new AnalyzerOptions([]), rules, concurrent: true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(findings.CompileErrors.IsEmpty, $"{project.Path}: {string.Join("\n", findings.CompileErrors.Take(5))}");
        Assert.Empty(findings.Crashes);

        var all = findings.Diagnostics.ToLookup(static finding => finding.Id == EveryFile.Id);
        Assert.Equal(
            project.Files.Select(Repository.Relative).Order(StringComparer.Ordinal),
            all[true].Select(static finding => finding.Location.GetLineSpan().Path).Order(StringComparer.Ordinal));
        Expect.None([.. all[false].Select(static finding =>
        {
            var place = finding.Location.GetLineSpan();
            return new Violation($"{place.Path}({place.StartLinePosition.Line + 1})", $"{finding.Id}: {finding.GetMessage()}", "repair the code, or the rule if it is wrong; suppress nothing");
        })]);
    }

    [Theory, InlineData("ConcurrencyAnalyzers"), InlineData("ConcurrencyAnalyzers.Runtime")]
    public void AreAmongThem(string project) => Assert.Contains(OwnProject.All, one => one.Name == project);

    /// <summary>Reports every file once.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class EveryFile : DiagnosticAnalyzer
    {
        public const string Id = "TEST0001";

        private static readonly DiagnosticDescriptor s_descriptor = new(Id, "A file", "a file", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxTreeAction(tree => tree.ReportDiagnostic(Diagnostic.Create(s_descriptor, Location.Create(tree.Tree, new(0, 0)))));
        }
    }
}
