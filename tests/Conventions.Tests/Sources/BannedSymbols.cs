using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>The compiler itself refuses a rule that looks things up: BannedSymbols.txt and .editorconfig together say so, in rule folders only.</summary>
public sealed class BannedSymbols
{
    private const string Source = """
        using Microsoft.CodeAnalysis;
        class A
        {
            object Syntax(Microsoft.CodeAnalysis.CSharp.Syntax.BlockSyntax block) => block.Statements;
            object LookUp(Compilation compilation) => compilation.GetTypeByMetadataName("System.Object");
            object Bind(Compilation compilation, SyntaxTree tree) => compilation.GetSemanticModel(tree);
            object Descriptor() => new DiagnosticDescriptor("A", "a", "a", "a", DiagnosticSeverity.Error, true);
        }
        """;

    [Theory]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.cs", new[] { 4, 5, 6, 7 })]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Descriptors.cs", new int[0])]
    [InlineData("src/ConcurrencyAnalyzers/Model/Facts/A.cs", new int[0])]
    [InlineData("tests/A.cs", new int[0])]
    public async Task AreRefusedInRuleFoldersOnly(string path, int[] lines)
    {
        var options = new AnalyzerOptions([new BannedList()]);

        var findings = await Findings.OfAsync(Compile(path), options, Analyzers, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(findings.CompileErrors);
        Assert.Empty(findings.Crashes);
        var banned = findings.Diagnostics.Where(diagnostic => diagnostic.Id == "RS0030").ToList();
        Assert.Equal(lines, banned.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1).Distinct());
        Assert.All(banned, diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
    }

    /// <summary>A misspelt line of the list bans nothing and says nothing.</summary>
    [Fact]
    public void AllExist()
    {
        var compilation = CSharpCompilation.Create("Banned", references: [.. Target.NoRuntime.References, .. OwnProject.Roslyn]);
        Expect.None(File.ReadLines(Repository.PathOf("BannedSymbols.txt"))
            .Select((line, index) => (Id: line.Split(';')[0].Trim(), Line: index + 1))
            .Where(entry => DocumentationCommentId.GetFirstSymbolForDeclarationId(entry.Id, compilation) is null)
            .Select(entry => new Violation($"BannedSymbols.txt({entry.Line})", $"'{entry.Id}' is in no assembly", "write the documentation id as the compiler does")));
    }

    private static CSharpCompilation Compile(string path)
    {
        var configPath = Repository.PathOf(".editorconfig");
        var config = AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(File.ReadAllText(configPath), configPath)));
        return CSharpCompilation.Create(
            "Banned",
            [CSharpSyntaxTree.ParseText(Source, path: Repository.PathOf(path), encoding: Encoding.UTF8)],
            [.. Target.NoRuntime.References, .. OwnProject.Roslyn],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithSyntaxTreeOptionsProvider(new Severities(config)));
    }

    private static RulesUnderTest Analyzers
    {
        get
        {
            var package = typeof(BannedSymbols).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BannedApiAnalyzers").Value!;
            var assembly = Assembly.LoadFrom(Path.Combine(package, "analyzers", "dotnet", "cs", "Microsoft.CodeAnalysis.CSharp.BannedApiAnalyzers.dll"));
            return RulesUnderTest.Of(assembly, typeof(BannedSymbols).Assembly);
        }
    }

    private sealed class BannedList : AdditionalText
    {
        public override string Path => Repository.PathOf("BannedSymbols.txt");

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(Path), Encoding.UTF8);
    }

    /// <summary>What a build does with the severities of .editorconfig.</summary>
    private sealed class Severities(AnalyzerConfigSet config) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            config.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return false;
        }
    }
}
