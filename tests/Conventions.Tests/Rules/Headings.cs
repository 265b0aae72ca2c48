namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>The headings of a page, in order.</summary>
internal static class Headings
{
    public const string Wrong = "What goes wrong";
    public const string Detected = "Detected";
    public const string NotDetected = "Not detected";
    public const string HowToFix = "How to fix";
    public const string FixSafety = "Fix safety";
    public const string Options = "Options";
    public const string Limits = "Limits";

    public static readonly ImmutableArray<string> InOrder = [Wrong, Detected, NotDetected, HowToFix, FixSafety, Options, Limits];

    /// <summary>The lines of a section of the second level, without its heading.</summary>
    public static string TextOf(string page, string heading)
    {
        var lines = page.ReplaceLineEndings("\n").Split('\n');
        return string.Join('\n', lines
            .SkipWhile(line => line.TrimEnd() != $"## {heading}")
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)))
            .Trim();
    }

    /// <summary>The section of the second level that a block of a page is in.</summary>
    public static string SectionOf(SpecBlock block) =>
        block.Page.Headings.LastOrDefault(heading => heading.Level <= 2 && heading.Line < block.FenceLine) is { Level: 2 } section ? section.Text : "";
}
