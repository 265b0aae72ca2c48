namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>What a page says is so: every C# block of every page of a rule.</summary>
public sealed class Pages
{
    private const string MarksPage = "tests/Specs.Tests/Marks.md";

    private static readonly ImmutableSortedDictionary<string, SpecPage> s_pages = Repository
        .FilesBelow("src/ConcurrencyAnalyzers/Rules", "*.md")
        .Append(Repository.PathOf(MarksPage))
        .Select(SpecPage.Load)
        .ToImmutableSortedDictionary(page => page.Path, page => page, StringComparer.Ordinal);

    /// <summary>One row a block. Rows name their page as a trait: <c>--filter-trait page=UnsynchronizedIncrement.md</c>.</summary>
    public static IEnumerable<TheoryDataRow<string, int>> Blocks() =>
        from page in s_pages.Values
        from index in Enumerable.Range(0, Math.Max(1, page.Blocks.Length))
        select new TheoryDataRow<string, int>(page.Path, index)
        {
            TestDisplayName = page.Blocks.IsEmpty ? page.Path : page.Blocks[index].Name,
            Traits = { ["page"] = [Path.GetFileName(page.Path)] },
        };

    [Theory, MemberData(nameof(Blocks))]
    public async Task SayWhatIsSo(string path, int block)
    {
        var page = s_pages[path];
        Assert.False(page.Blocks.IsEmpty, $"{path}(1,1): error SPEC001: expected C# blocks, found none: a page is documentation and test in one");

        var rules = path == MarksPage ? RulesUnderTest.Of(typeof(Pages).Assembly, typeof(Pages).Assembly) : RulesUnderTest.Shipped;
        await new SpecRunner(rules).VerifyAsync(page.Blocks[block], TestContext.Current.CancellationToken);
    }
}
