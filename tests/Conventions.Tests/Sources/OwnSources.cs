namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>Our own sources are clean under our own rules: whoever reads a warning of ours may look how we do it.</summary>
public sealed class OwnSources
{
    public static IEnumerable<TheoryDataRow<string>> Projects() => OwnProject.All.Select(project => new TheoryDataRow<string>(project.Name) { TestDisplayName = project.Name });

    [Theory, MemberData(nameof(Projects))]
    public async Task AreCleanUnderOurRules(string project) => Expect.None(await FindingsAsync(OwnProject.Named(project), RulesUnderTest.Shipped));

    /// <summary>The test sees every file that the compiler sees; a project without errors and findings could otherwise be one without sources.</summary>
    [Fact]
    public async Task AreAllRead()
    {
        foreach (var project in OwnProject.All)
        {
            var seen = await FindingsAsync(project, RulesUnderTest.Of([new EveryFile()], []));
            Assert.Equal(
                project.Files.Select(Repository.Relative).Order(StringComparer.Ordinal),
                seen.Select(violation => violation.Where[..violation.Where.LastIndexOf('(')]).Order(StringComparer.Ordinal));
        }

        Assert.Contains(OwnProject.All, project => project.Name == "ConcurrencyAnalyzers");
        Assert.Contains(OwnProject.All, project => project.Name == "ConcurrencyAnalyzers.Runtime");
    }

    private static async Task<IReadOnlyList<Violation>> FindingsAsync(OwnProject project, RulesUnderTest rules)
    {
        var findings = await Findings.OfAsync(project.Compilation, new AnalyzerOptions([]), rules, concurrent: true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(findings.CompileErrors.IsEmpty, $"{project.Path}: {string.Join("\n", findings.CompileErrors.Take(5))}");
        Assert.Empty(findings.Crashes);
        return [.. findings.Diagnostics.Select(diagnostic =>
        {
            var place = diagnostic.Location.GetLineSpan();
            return new Violation($"{place.Path}({place.StartLinePosition.Line + 1})", $"{diagnostic.Id}: {diagnostic.GetMessage()}", "repair the code, or the rule if it is wrong; suppress nothing");
        })];
    }

    /// <summary>Reports every file once.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class EveryFile : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_descriptor = new("TEST0001", "A file", "a file", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxTreeAction(tree => tree.ReportDiagnostic(Diagnostic.Create(s_descriptor, Location.Create(tree.Tree, new(0, 0)))));
        }
    }
}
