namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>Runs texts as pages with the small rules.</summary>
internal static class Given
{
    internal static RulesUnderTest SmallRules { get; } = RulesUnderTest.Of(typeof(Given).Assembly, typeof(Given).Assembly);

    /// <summary>All failures of a page that holds one block, a line each.</summary>
    public static Task<string> BlockAsync(string code, ILineProbe? probe = null) => PageAsync($"# Page\n```csharp\n{code}\n```\n", probe);

    /// <summary>All failures of all blocks of a page, a line each.</summary>
    public static async Task<string> PageAsync(string text, ILineProbe? probe = null)
    {
        var runner = new SpecRunner(SmallRules, probe);
        var failures = new List<SpecFailure>();
        foreach (var block in SpecPage.Parse("P.md", text).Blocks)
            failures.AddRange(await runner.RunAsync(block, TestContext.Current.CancellationToken));

        return string.Join("\n", failures);
    }
}
