namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>A file that fits on a few screens has one subject.</summary>
public sealed class Sizes
{
    /// <summary>The first kind that a path is of decides.</summary>
    private static readonly (Func<string, bool> Is, int Most, string Repair)[] s_kinds =
    [
        (path => IsInRule(path) && path.EndsWith(".spec.md", StringComparison.Ordinal), 400, "split it by theme"),
        (path => IsInRule(path) && path.EndsWith(".md", StringComparison.Ordinal), 150, "readers read one screen: move the long tail into the .spec.md beside it"),
        (path => IsInRule(path) && path.EndsWith(".Fix.cs", StringComparison.Ordinal), 150, "a fix that is longer has found an edit to share: move it to src/ConcurrencyAnalyzers.CodeFixes/Fixes"),
        (path => IsInRule(path) && path.EndsWith(".cs", StringComparison.Ordinal), 200, "what it works out belongs in Model/, as a query with a name"),
        (path => path.EndsWith(".cs", StringComparison.Ordinal), 400, "split it by subject, so that the new name says what moved"),
    ];

    internal static IEnumerable<Violation> Violations(string path, int lines)
    {
        var kind = s_kinds.FirstOrDefault(kind => kind.Is(path));
        if (kind.Is is not null && lines > kind.Most)
            yield return new(path, $"has {lines} lines, {kind.Most} are the most", kind.Repair);
    }

    [Fact]
    public void FitOnAFewScreens() => Expect.None(
        Repository.FilesBelow("src", "*").Concat(Repository.FilesBelow("runtime", "*"))
            .SelectMany(path => Violations(Repository.Relative(path), File.ReadLines(path).Count())));

    [Theory]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.cs", 200)]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.Fix.cs", 150)]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.md", 150)]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.spec.md", 400)]
    [InlineData("src/ConcurrencyAnalyzers/Rules/FileRule.cs", 400)]
    [InlineData("src/ConcurrencyAnalyzers/Model/Facts/Access.cs", 400)]
    [InlineData("runtime/ConcurrencyAnalyzers.Runtime/IExecutor.cs", 400)]
    public void AreSeenWhenTheyDoNot(string path, int most)
    {
        Expect.None(Violations(path, most));
        Expect.Seen($"{path}: has {most + 1} lines, {most} are the most", Violations(path, most + 1));
    }

    [Fact]
    public void DoNotMatterForTables() => Expect.None(Violations("src/ConcurrencyAnalyzers/Model/Api/threads.api", 1000));

    private static bool IsInRule(string path) => Layers.RuleOf(path) is not null;
}
