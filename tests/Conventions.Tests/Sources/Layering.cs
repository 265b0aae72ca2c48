using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>Lower layers do not know higher ones, the model knows no rule, and no rule knows another.</summary>
public sealed class Layering
{
    private sealed record Use(string From, int Line, string To, string Name);

    internal static IEnumerable<Violation> Violations(Compilation compilation)
    {
        var uses = compilation.SyntaxTrees.Where(tree => Layers.Of(tree.FilePath) is not null).SelectMany(tree => UsesIn(tree, compilation)).ToList();
        var heights = HeightsBesideTheLayers(uses);
        foreach (var use in uses)
        {
            if (Layers.RuleOf(use.From) is { } rule && Layers.RuleOf(use.To) is { } other && rule != other)
                yield return Wrong(use, $"the rule {rule} names '{use.Name}' of {other}", "what two rules share is a question to the model: move it there");
            else if (Height(use.To) > Height(use.From))
                yield return Wrong(use, $"names '{use.Name}' of a higher layer, {use.To}", "move what is used down, or the use up; the order is in docs/design.md, section 3");
        }

        int Height(string path) => heights.GetValueOrDefault(path, Layers.Of(path) ?? 0);
    }

    /// <summary>The compiler refuses most of it already (BannedSymbols.txt); a bare type test is what it lets through.</summary>
    internal static IEnumerable<Violation> SyntaxInRules(Compilation compilation) => SyntaxInRules(compilation, compilation.SyntaxTrees);

    internal static IEnumerable<Violation> SyntaxInRules(Compilation compilation, IEnumerable<SyntaxTree> trees) =>
        from tree in trees
        where Layers.RuleOf(tree.FilePath) is not null
        let model = compilation.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let used = model.GetSymbolInfo(name).Symbol
        where used is INamedTypeSymbol && used.ContainingNamespace?.ToString() is { } place && place.StartsWith("Microsoft.CodeAnalysis.CSharp", StringComparison.Ordinal)
        select new Violation(
            $"{tree.FilePath}({name.GetLocation().GetLineSpan().StartLinePosition.Line + 1})", $"a rule names the syntax type '{used.Name}'",
            "ask the model; what depends on syntax is a question there, with a name");

    [Fact]
    public void KeepsSyntaxOutOfRules() => Expect.None(SyntaxInRules(OwnProject.Named("ConcurrencyAnalyzers").Compilation));

    [Theory]
    [InlineData("Rules/Races/A/A.cs", true)]
    [InlineData("Rules/A.cs", false)]
    [InlineData("Model/Facts/A.cs", false)]
    public void SeesSyntaxInRules(string path, bool isSeen)
    {
        var compilation = Compile((path, "class A { bool M(object o) => o is Microsoft.CodeAnalysis.CSharp.Syntax.BlockSyntax; }"));
        Assert.Equal(isSeen ? [$"src/ConcurrencyAnalyzers/{path}(1)"] : [], SyntaxInRules(compilation).Select(violation => violation.Where));
    }

    [Fact]
    public void IsKept() => Expect.None(Violations(OwnProject.Named("ConcurrencyAnalyzers").Compilation));

    /// <summary>A folder that is in no layer would escape.</summary>
    [Fact]
    public void CoversAllFoldersOfTheModel() =>
        Assert.All(
            Directory.EnumerateDirectories(Repository.PathOf("src/ConcurrencyAnalyzers/Model")).Select(folder => Path.GetFileName(folder)),
            folder => Assert.True(Layers.IsKnown(folder), $"src/ConcurrencyAnalyzers/Model/{folder} is in no layer: give it a place in tests/Conventions.Tests/Sources/Layers.cs and in docs/design.md, section 3."));

    [Theory]
    [InlineData("Model/Api/A.cs", "Model/Facts/B.cs", "A.cs(1): names 'B' of a higher layer")]
    [InlineData("Model/Paths/A.cs", "Model/Flow/B.cs", "A.cs(1): names 'B' of a higher layer")]
    [InlineData("Model/Calls/A.cs", "Model/Roots/B.cs", "A.cs(1): names 'B' of a higher layer")]
    [InlineData("Model/Roots/A.cs", "Rules/B.cs", "A.cs(1): names 'B' of a higher layer")]
    [InlineData("Rules/A.cs", "Rules/Races/B/B.cs", "A.cs(1): names 'B' of a higher layer")]
    [InlineData("Rules/Races/A/A.cs", "Rules/Races/B/B.cs", "A.cs(1): the rule Races/A names 'B' of Races/B")]
    [InlineData("Model/Facts/A.cs", "Model/Api/B.cs", null)]
    [InlineData("Model/Roots/A.cs", "Model/Ownership/B.cs", null)]
    [InlineData("Model/Ownership/A.cs", "Model/Roots/B.cs", null)]
    [InlineData("Model/Api/A.cs", "Model/B.cs", null)]
    [InlineData("Rules/Races/A/A.cs", "Model/Api/B.cs", null)]
    [InlineData("Rules/Races/A/A.cs", "Rules/Races/A/B.cs", null)]
    public void IsSeenWhenItIsNot(string from, string to, string? what) => Check(what, (from, "class A { B b; }"), (to, "class B;"));

    /// <summary>A file beside the layers is as high as what it names: the door to the model is above all of them, a counter below.</summary>
    [Theory]
    [InlineData("Model/Api/A.cs", "A.cs(1): names 'Door' of a higher layer")]
    [InlineData("Model/Roots/A.cs", null)]
    public void TakesTheDoorForWhatIsBehindIt(string from, string? what) =>
        Check(what, (from, "class A { Door d; }"), ("Model/Door.cs", "class Door { Hall h; }"), ("Model/Hall.cs", "class Hall { B b; }"), ("Model/Roots/B.cs", "class B;"));

    [Fact]
    public void SeesMembersAndExtensions() => Check(
        "A.cs(1): names 'Twice' of a higher layer",
        ("Model/Api/A.cs", "class A { int M() => 1.Twice(); }"), ("Model/Facts/B.cs", "static class B { public static int Twice(this int n) => 2 * n; }"));

    private static void Check(string? what, params (string Path, string Text)[] files)
    {
        var compilation = Compile(files);
        if (what is null)
            Expect.None(Violations(compilation));
        else
            Expect.Seen($"/{what}", Violations(compilation));
    }

    private static CSharpCompilation Compile(params (string Path, string Text)[] files) => CSharpCompilation.Create(
        "Layers",
        files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: $"src/ConcurrencyAnalyzers/{file.Path}")),
        [.. Target.NoRuntime.References, .. OwnProject.Roslyn],
        new(OutputKind.DynamicallyLinkedLibrary));

    private static IEnumerable<Use> UsesIn(SyntaxTree tree, Compilation compilation)
    {
        var model = compilation.GetSemanticModel(tree);
        var names = tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>();
        foreach (var name in names)
        {
            // One file is enough for a violation: a partial type is as high as its lowest part.
            var symbol = model.GetSymbolInfo(name).Symbol is { } found and not INamespaceSymbol ? found.OriginalDefinition : null;
            var files = (symbol?.Locations ?? []).Where(location => location.IsInSource).Select(location => location.SourceTree!.FilePath).ToList();
            if (files.Count > 0 && !files.Contains(tree.FilePath) && files.MinBy(file => Layers.Of(file) ?? 0) is { } to && Layers.Of(to) is not null)
                yield return new(tree.FilePath, name.GetLocation().GetLineSpan().StartLinePosition.Line + 1, to, name.Identifier.Text);
        }
    }

    private static Dictionary<string, int> HeightsBesideTheLayers(List<Use> uses)
    {
        var heights = uses.SelectMany(use => new[] { use.From, use.To }).Distinct()
            .Where(path => Layers.Of(path) == Layers.BesideTheLayers)
            .ToDictionary(path => path, _ => 0);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var use in uses.Where(use => heights.ContainsKey(use.From)))
            {
                var height = heights.GetValueOrDefault(use.To, Layers.Of(use.To) ?? 0);
                if (height > heights[use.From] && height < Layers.Shapes)
                    (heights[use.From], changed) = (height, true);
            }
        }

        return heights;
    }

    private static Violation Wrong(Use use, string what, string repair) => new($"{use.From}({use.Line})", what, repair);
}
