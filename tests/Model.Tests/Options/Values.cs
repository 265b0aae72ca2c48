using System.Collections.Immutable;
using ConcurrencyAnalyzers.Rules;
using ConcurrencyAnalyzers.Rules.Configuration;
using ConcurrencyAnalyzers.Rules.Races;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Model.Tests.Options;

/// <summary>An option is its value, or its default: a rule never sees a bad one.</summary>
public sealed class Values
{
    private static readonly DiagnosticDescriptor s_rule = UnsynchronizedIncrement.Descriptor;
    private static readonly Option<int> s_patience = Option.Number(s_rule, "patience", 3, 1, 100);
    private static readonly Option<bool> s_strict = Option.Flag(s_rule, "strict", false);
    private static readonly Option<NamePatterns> s_names = Option.Names(s_rule, "lossy_fields");

    [Theory]
    [InlineData("7", 7)]
    [InlineData(" 100 ", 100)]
    [InlineData("0", 3)]
    [InlineData("101", 3)]
    [InlineData("many", 3)]
    [InlineData("1.5", 3)]
    [InlineData("99999999999", 3)]
    [InlineData("", 3)]
    public void OfNumbers(string text, int value) => Check(s_patience, text, value, "3", "a whole number from 1 to 100", accepts: value != 3);

    [Theory]
    [InlineData("true", true, true)]
    [InlineData("True", true, true)]
    [InlineData("false", false, true)]
    [InlineData("yes", false, false)]
    public void OfFlags(string text, bool value, bool accepts) => Check(s_strict, text, value, "false", "true or false", accepts);

    [Theory]
    [InlineData("witness", Confidence.Witness, true)]
    [InlineData("MAJORITY", Confidence.Majority, true)]
    [InlineData("declared", Confidence.Declared, true)]
    [InlineData("class", Confidence.Class, true)]
    [InlineData("sure", Confidence.Class, false)]
    internal void OfWords(string text, Confidence value, bool accepts) =>
        Check(CommonOptions.LeastConfidence, text, value, "class", "class, majority, declared or witness", accepts);

    [Fact]
    public void OfOneRuleGoBeforeThoseOfAll()
    {
        var options = new Given(("dotnet_code_quality.concurrency.confidence", "majority"), ("dotnet_code_quality.conc0101.confidence", "witness"));
        Assert.Equal(Confidence.Majority, CommonOptions.LeastConfidence.Read(options));
        Assert.Equal(Confidence.Witness, CommonOptions.LeastConfidence.Read(options, s_rule));
        Assert.Equal(Confidence.Majority, CommonOptions.LeastConfidence.Read(options, InvalidOption.Descriptor));

        // A bad value of one rule is none: what holds for all holds for it.
        var bad = new Given(("dotnet_code_quality.concurrency.confidence", "majority"), ("dotnet_code_quality.CONC0101.confidence", "witnes"));
        Assert.Equal(Confidence.Majority, CommonOptions.LeastConfidence.Read(bad, s_rule));
    }

    [Theory]
    [InlineData("_count", "_count", true)]
    [InlineData("_count", "_Count", false)]
    [InlineData("_count", "_counts", false)]
    [InlineData("*Estimate", "hitEstimate", true)]
    [InlineData("*Estimate", "Estimates", false)]
    [InlineData("_roughly*", "_roughlyTen", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("*aab", "aaab", true)]
    [InlineData("*", "anything", true)]
    [InlineData("**", "", true)]
    [InlineData("a", "", false)]
    public void OfPatternsMatchWholeNames(string pattern, string name, bool matches) => Assert.Equal(matches, NamePatterns.Matches(pattern, name));

    [Fact]
    public void OfNamesMatchSymbols()
    {
        var compilation = Api.ReferencePack.Compile("namespace Shop { class Stock { public int Count, _hitEstimate, Total; public class Row { public int Count; } } }");
        var stock = compilation.GetTypeByMetadataName("Shop.Stock")!;
        var names = s_names.Read(new Given((s_names.Key, "*Estimate, Shop.*.Row.Count , Shop.Stock.Total")));
        Assert.Equal(["_hitEstimate", "Total"], stock.GetMembers().Where(names.Match).Select(member => member.Name));
        Assert.True(names.Match(stock.GetTypeMembers("Row").Single().GetMembers("Count").Single()));
        Assert.False(s_names.Read(new Given()).Match(stock));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("*")]
    public void OfNamesAre(string text) => Assert.True(s_names.Accepts(text));

    [Theory]
    [InlineData("two words")]
    [InlineData("a,,b")]
    [InlineData("a;b")]
    public void OfNamesAreNot(string text) => Assert.False(s_names.Accepts(text));

    [Fact]
    public void AreAllDeclaredOnce()
    {
        Assert.Contains(CommonOptions.FixAll, OptionCatalog.All);
        Assert.Contains(CommonOptions.LeastConfidence, OptionCatalog.All);
        Assert.Equal(OptionCatalog.All.Length, OptionCatalog.All.Select(option => option.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(OptionCatalog.All, option => Assert.True(option.Accepts(option.DefaultText), $"{option.Key} does not take its own default '{option.DefaultText}'"));
    }

    private static void Check<T>(Option<T> option, string text, T value, string byDefault, string allowed, bool accepts)
    {
        Assert.Equal(value, option.Read(new Given((option.Key, text))));
        Assert.Equal((accepts, byDefault, allowed), (option.Accepts(text), option.DefaultText, option.AllowedText));
    }
}

/// <summary>What the files of a configuration come to.</summary>
internal sealed class Given(params (string Key, string Value)[] lines) : AnalyzerConfigOptions
{
    private readonly ImmutableDictionary<string, string> _values = lines.ToImmutableDictionary(line => line.Key, line => line.Value, KeyComparer);

    public override IEnumerable<string> Keys => _values.Keys;

    public override bool TryGetValue(string key, out string value) => _values.TryGetValue(key, out value!);
}
