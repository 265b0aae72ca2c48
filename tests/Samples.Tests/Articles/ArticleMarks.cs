namespace ConcurrencyAnalyzers.Samples.Tests.Articles;

/// <summary>The articles' programs compile, and the rules find in them what is marked and nothing else.</summary>
public sealed class ArticleMarks
{
    private static readonly SpecRunner s_runner = new(RulesUnderTest.Shipped);

    public static IEnumerable<TheoryDataRow<string>> Programs() =>
        ArticlePrograms.Paths.Select(path => new TheoryDataRow<string>(path) { TestDisplayName = $"Marks: {ArticlePrograms.NameOf(path)}" });

    [Theory, MemberData(nameof(Programs))]
    public Task SayWhatIsFound(string path) => s_runner.VerifyAsync(ArticlePrograms.BlockOf(path), TestContext.Current.CancellationToken);

    /// <summary>A bug that a shipped rule is about is found by it: a mark that excuses the rule would hide that it is not.</summary>
    [Theory, MemberData(nameof(Programs))]
    public void ExcuseOnlyRulesThatDoNotExist(string path)
    {
        var shipped = RulesUnderTest.Shipped.Descriptors.Select(rule => rule.Id).ToHashSet();
        var excuses = ArticlePrograms.BlockOf(path).Marks.Where(mark => mark.Kind is MarkKind.Misses or MarkKind.Noise && shipped.Contains(mark.Id));

        Assert.All(excuses, mark => Assert.Fail($"{path}({mark.PageLine},{mark.PageColumn}): {mark.Id} exists and has to be right here. Repair the rule, and take the mark away."));
    }

    [Fact]
    public void StandAtEveryBug()
    {
        var marks = ArticlePrograms.Paths.SelectMany(path => ArticlePrograms.BlockOf(path).Marks).Where(mark => mark.Kind is MarkKind.Expect or MarkKind.Misses).ToList();

        Assert.Equal(23, ArticlePrograms.Paths.Length);
        Assert.Equal(11, marks.Count);
    }
}
