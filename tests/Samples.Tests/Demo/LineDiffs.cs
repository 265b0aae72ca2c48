using ConcurrencyAnalyzers.Demo.Output;

namespace ConcurrencyAnalyzers.Samples.Tests.Demo;

public sealed class LineDiffs
{
    [Theory]
    [InlineData("a b c", "a b c", "")]
    [InlineData("a b c", "a x c", " a|-b|+x| c")]
    [InlineData("a b c", "a c", " a|-b| c")]
    [InlineData("a b", "a b c", "   ...| b|+c")]
    [InlineData("a b c d e f", "a b c d e x", "   ...| e|-f|+x")]
    [InlineData("a b c d e f g", "x b c d e f y", "-a|+x| b|   ...| f|-g|+y")]
    public void ShowWhatDiffersWithOneLineAround(string before, string after, string diff) =>
        Assert.Equal(diff, string.Join('|', LineDiff.Of(Lines(before), Lines(after))));

    [Fact]
    public void LeaveEmptyLinesAroundOut() => Assert.Equal(["-b", "+x"], LineDiff.Of("\nb\n\n", "\nx\n\n"));

    private static string Lines(string words) => words.Replace(' ', '\n') + "\n";
}
