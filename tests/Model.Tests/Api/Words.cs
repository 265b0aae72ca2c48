using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Model.Api;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>The words of the tables are the names of their values, in lower case and with a dash for a hump.</summary>
public sealed class Words
{
    [Fact]
    public void OfFlags() => Check<ApiFlags>(ApiWords.Flags, word => ApiWords.Flag(word));

    [Fact]
    public void OfPlaces() => Check<ApiPlace>(ApiWords.Places, word => ApiWords.Place(word));

    [Fact]
    public void OfTimes() => Check<ApiTime>(ApiWords.Times, word => ApiWords.Time(word));

    [Fact]
    public void OfNatures() => Check<ApiNature>(ApiWords.Natures, word => ApiWords.Nature(word));

    [Fact]
    public void OfLifetimes() => Check<ApiLifetime>(ApiWords.Lifetimes, word => ApiWords.Lifetime(word));

    [Fact]
    public void OfParts() => Check<ApiPart>(ApiWords.Parts, word => ApiWords.Part(word), "itself");

    [Fact]
    public void OfModes() => Check<ApiLockMode>(ApiWords.Modes, word => ApiWords.Mode(word), "exclusive");

    [Fact]
    public void OfVerbs() => Assert.All(Enum.GetValues<ApiVerb>(), verb => Assert.Equal(verb, ApiGrammar.Of(WordOf(verb.ToString()))?.Verb));

    [Fact]
    public void AreNoneForOtherText()
    {
        Assert.Equal((ApiFlags.None, ApiPlace.None, null, ApiNature.None), (ApiWords.Flag("x"), ApiWords.Place("x"), ApiWords.Time("x"), ApiWords.Nature("x")));
        Assert.Equal((ApiPart.Itself, ApiLockMode.Exclusive), (ApiWords.Part("x"), ApiWords.Mode("x")));
    }

    private static void Check<T>(string[] words, Func<string, object?> valueOf, string withoutWord = "none")
        where T : struct, Enum
    {
        var expected = Enum.GetValues<T>().Where(value => WordOf(value.ToString()) != withoutWord).ToList();
        Assert.Equal(expected.Select(value => WordOf(value.ToString())), words);
        Assert.Equal(expected, words.Select(word => (T)valueOf(word)!));
    }

    private static string WordOf(string name) => Regex.Replace(name, "(?<!^)(?=[A-Z])", "-").ToLowerInvariant();
}
