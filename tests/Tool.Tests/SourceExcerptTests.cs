using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class SourceExcerptTests
{
    [Theory]
    [InlineData("    _n++;", "_n++", "_n++;", "^^^^")]
    [InlineData("\t\tif (a)\t_n++;", "_n++", "if (a)  _n++;", "        ^^^^")]
    [InlineData("a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g++; h = 8; i = 9; j = 10; k = 11;", "g++", "…3; d = 4; e = 5; f = 6; g++; h = …", null)]
    [InlineData("g++; h = 8; i = 9; j = 10; k = 11; l = 12; m = 13;", "g++", "g++; h = 8; i = 9; j = 10; k = 11…", "^^^")]
    public void TheSpanStaysInSightAndUnderlined(string line, string span, string text, string? carets)
    {
        const int width = 34;
        var column = line.IndexOf(span, StringComparison.Ordinal);
        var excerpt = SourceExcerpt.Of(new Place("A.cs", 0, column, 0, column + span.Length, line), width);

        if (carets is not null)
            Assert.Equal((text, carets), (excerpt.Text, excerpt.Carets));

        Assert.InRange(excerpt.Text.Length, 1, width);
        var from = excerpt.Carets.IndexOf('^');
        Assert.Equal(span, excerpt.Text[from..excerpt.Carets.Length]);
    }

    [Fact]
    public void ASpanOfSeveralLinesIsUnderlinedToTheEndOfItsFirst()
    {
        var excerpt = SourceExcerpt.Of(new Place("A.cs", 3, 4, 5, 6, "    x = x  "), 40);

        Assert.Equal(("x = x", "^^^^^"), (excerpt.Text, excerpt.Carets));
    }

    [Fact]
    public void AnEmptyLineOrSpanStillHasACaret()
    {
        Assert.Equal(("", "^"), TextAndCarets(new Place("A.cs", 0, 0, 0, 0, "")));
        Assert.Equal(("ab", "  ^"), TextAndCarets(new Place("A.cs", 0, 2, 0, 2, "ab")));

        static (string, string) TextAndCarets(Place place) => (SourceExcerpt.Of(place, 40).Text, SourceExcerpt.Of(place, 40).Carets);
    }
}
