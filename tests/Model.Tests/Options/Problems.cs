using System.Collections.Immutable;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Rules.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Model.Tests.Options;

/// <summary>A key of ours that does nothing is said to, once, and at its line where that can be known.</summary>
public sealed class Problems
{
    [Theory]
    [InlineData("dotnet_code_quality.concurrency.confidence", "often", "has a value that the option does not take; it takes class, majority, declared or witness, and 'class' holds")]
    [InlineData("dotnet_code_quality.concurrency.confidense", "class", "names no option of all rules; there is ")]
    [InlineData("dotnet_code_quality.concurrency", "class", null)]
    [InlineData("dotnet_code_quality.concurrency.", "class", "names no option of all rules")]
    [InlineData("dotnet_code_quality.conc0101.fix_all", "all", "it takes safe, timing or review, and 'safe' holds")]
    [InlineData("dotnet_code_quality.CONC0101.fixall", "all", "names no option of CONC0101; there is ")]
    [InlineData("dotnet_code_quality.CONC0101", "all", "names no option of CONC0101")]
    [InlineData("dotnet_code_quality.CONC0998.confidence", "class", "is about CONC0998, which is the id of no rule")]
    [InlineData("dotnet_code_quality.CONC0101.fix_all", "Review", null)]
    [InlineData("dotnet_code_quality.CA1822.fix_all", "all", null)]
    [InlineData("dotnet_diagnostic.CONC0101.severity", "all", null)]
    [InlineData("concurrency.confidence", "all", null)]
    public void NameKeyValueAndWhatIsAllowed(string key, string value, string? what)
    {
        var found = OptionCatalog.ProblemsIn(new Given((key, value))).ToList();
        if (what is null)
        {
            Assert.Empty(found);
            return;
        }

        var problem = Assert.Single(found);
        Assert.Equal(key, problem.Key, ignoreCase: true);
        Assert.Equal(value, problem.Value);
        Assert.Contains(what, problem.What);
    }

    [Fact]
    public async Task AreReportedOnceForAllFiles()
    {
        var found = await FoundAsync([]);
        Assert.Equal(["'dotnet_code_quality.concurrency.fix_all = al' has a value"], found.Select(Beginning));
        Assert.All(found, diagnostic => Assert.Equal(Location.None, diagnostic.Location));
    }

    [Fact]
    public async Task StandWhereTheBuildListsTheFile()
    {
        const string Text = "root = true\n[*.cs]\nDotnet_Code_Quality.concurrency.fix_all = al\n";
        var found = await FoundAsync([("/app/other.globalconfig", "# nothing"), ("/app/.editorconfig", Text)]);
        var place = Assert.Single(found).Location.GetLineSpan();
        Assert.Equal(("/app/.editorconfig", 2), (place.Path, place.StartLinePosition.Line));
    }

    private static string Beginning(Diagnostic diagnostic) => string.Join(' ', diagnostic.GetMessage().Split(' ').Take(6));

    private static async Task<ImmutableArray<Diagnostic>> FoundAsync((string Path, string Text)[] files)
    {
        var trees = Enumerable.Range(0, 5).Select(number => CSharpSyntaxTree.ParseText($"class C{number};", path: $"/app/C{number}.cs", cancellationToken: TestContext.Current.CancellationToken));
        var options = new AnalyzerOptions(Api.Tables.OptionsWith(files).AdditionalFiles, new Everywhere());
        var compilation = CSharpCompilation.Create("Five", trees, Api.ReferencePack.Framework.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return await compilation.WithAnalyzers([new InvalidOption()], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Everywhere : AnalyzerConfigOptionsProvider
    {
        private static readonly Given s_options = new(("dotnet_code_quality.concurrency.fix_all", "al"));

        public override AnalyzerConfigOptions GlobalOptions { get; } = new Given();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => s_options;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => s_options;
    }
}
