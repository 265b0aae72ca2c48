namespace ConcurrencyAnalyzers.Rules;

/// <summary>A line of an <c>.editorconfig</c> that a rule reads: <c>dotnet_code_quality.CONC0101.lossy_fields = *Estimate</c>.</summary>
/// <remarks>
/// Declared as a static field of the rule, where <see cref="OptionCatalog"/> finds it: a value that it does not take, or a name that nobody
/// declares, is CONC0001. A rule never sees a bad value, it gets the default.
/// </remarks>
internal abstract class Option
{
    /// <summary>What all keys of ours begin with.</summary>
    public const string Prefix = "dotnet_code_quality.";

    /// <summary>Stands in the place of an id, in options of all rules.</summary>
    public const string AllRules = "concurrency";

    private protected Option(DiagnosticDescriptor? rule, string name)
    {
        Owner = rule?.Id ?? AllRules;
        Name = name;
        Key = Prefix + Owner + "." + name;
    }

    /// <summary>The id of the rule, or <see cref="AllRules"/>.</summary>
    public string Owner { get; }

    public string Name { get; }

    public string Key { get; }

    /// <summary>The default as one would write it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The values that it takes, to stand behind "use".</summary>
    public abstract string AllowedText { get; }

    public abstract bool Accepts(string text);

    /// <summary>Names of members or types, <c>*</c> stands for any letters. Default: none.</summary>
    public static Option<NamePatterns> Names(DiagnosticDescriptor? rule, string name) =>
        new(rule, name, NamePatterns.None, "none", NamePatterns.Allowed, NamePatterns.Parse);

    /// <summary>A whole number.</summary>
    public static Option<int> Number(DiagnosticDescriptor? rule, string name, int byDefault, int least, int most) =>
        new(rule, name, byDefault, $"{byDefault}", $"a whole number from {least} to {most}",
            text => int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? (true, number) : default);

    /// <summary>Yes or no.</summary>
    public static Option<bool> Flag(DiagnosticDescriptor? rule, string name, bool byDefault) =>
        Words(rule, name, byDefault, ("true", true), ("false", false));

    /// <summary>One of several words, the weakest first.</summary>
    public static Option<T> Words<T>(DiagnosticDescriptor? rule, string name, T byDefault, params (string Word, T Value)[] words)
        where T : struct
    {
        var list = string.Join(", ", words.Take(words.Length - 1).Select(word => word.Word)) + " or " + words[words.Length - 1].Word;
        return new(rule, name, byDefault, words.First(word => word.Value.Equals(byDefault)).Word, list, Parse);

        (bool IsValid, T Value) Parse(string text)
        {
            foreach (var (word, value) in words)
            {
                if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                    return (true, value);
            }

            return default;
        }
    }
}

/// <summary>An option with the type of its values.</summary>
internal sealed class Option<T>(
    DiagnosticDescriptor? rule, string name, T byDefault, string defaultText, string allowedText, Func<string, (bool IsValid, T Value)> parse) : Option(rule, name)
{
    public override string DefaultText => defaultText;

    public override string AllowedText => allowedText;

    /// <summary>The value for the files that <paramref name="options"/> are about; the default where there is none, or a bad one.</summary>
    public T Read(AnalyzerConfigOptions options) => Read(options, Key, byDefault);

    /// <summary>The value for one rule of an option of all rules: the rule's own key, <c>dotnet_code_quality.CONC0101.confidence</c>, goes before the common one.</summary>
    public T Read(AnalyzerConfigOptions options, DiagnosticDescriptor descriptor) => Read(options, Prefix + descriptor.Id + "." + Name, Read(options));

    public override bool Accepts(string text) => parse(text.Trim()).IsValid;

    private T Read(AnalyzerConfigOptions options, string key, T otherwise) =>
        options.TryGetValue(key, out var text) && parse(text.Trim()) is (true, var value) ? value : otherwise;
}
