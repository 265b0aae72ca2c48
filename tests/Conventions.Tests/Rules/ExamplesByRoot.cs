using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>
/// A rule about races is found whatever begins the other thread, whatever memory it is, and however many calls lie between: its file of examples shows at least
/// six programs that are detected and six that are silent, and says above each how it differs from the others.
/// </summary>
public sealed partial class ExamplesByRoot
{
    private const string Family = "Races";
    private const string Shape = "## Root: timer callback. Memory: static field. Depth: 1 call";
    private const int FewestSections = 6;

    /// <summary>How many different ones of each the headings have to name. What follows a comma is detail: it makes no other root, memory or depth.</summary>
    private static readonly (string What, int Fewest)[] s_kinds = [("root", 4), ("memory", 4), ("depth", 3)];

    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        // What is no rule yet is seen by RuleFolders.
        if (rule.Family != Family || rule.Descriptors.IsEmpty)
            yield break;

        var file = $"{rule.Name}.examples.spec.md";
        if (rule.Pages.FirstOrDefault(page => page.Path == $"{rule.Path}/{file}") is not { } examples)
        {
            yield return rule.Wrong(file, "is missing", $"write it with at least {FewestSections} sections, each with a heading like '{Shape}', a detected program and its silent twin");
            yield break;
        }

        var headings = examples.Headings.Where(heading => heading.Level > 1).ToList();
        foreach (var heading in headings.Where(heading => !ShapePattern().IsMatch(heading.Text)))
            yield return Wrong(heading, $"'{heading}' does not name root, memory and depth", $"write it like '{Shape}'; what is no example by root belongs in another .spec.md");

        foreach (var twice in headings.GroupBy(heading => heading.Text).Where(group => group.Count() > 1))
            yield return Wrong(twice.Last(), $"'{twice.Last()}' stands here twice", "show another root, memory or depth, or move it to another .spec.md");

        foreach (var heading in headings)
        {
            var blocks = examples.Blocks.Where(block => block.Heading == heading).ToList();
            if (!blocks.Any(block => Detects(block, rule.Id)))
                yield return Wrong(heading, $"no program below '{heading}' has a mark // {rule.Id}", "show one that is detected");
            if (!blocks.Any(block => !Detects(block, rule.Id) || HasTwin(block)))
                yield return Wrong(heading, $"no program below '{heading}' is silent", "show its twin: a class named …Twin in the same block, or the next block");
        }

        if (headings.Count < FewestSections)
            yield return rule.Wrong(file, $"has {headings.Count} sections", $"{FewestSections} are the fewest; move examples here from the other .spec.md files, or write them");

        if (!rule.Files[rule.PageFile].Contains($"]({file})", StringComparison.Ordinal))
            yield return rule.Wrong(rule.PageFile, $"does not lead to {file}", $"name it under '{Headings.Detected}': [examples]({file})");

        var matches = headings.Select(heading => ShapePattern().Match(heading.Text)).Where(match => match.Success).ToList();
        foreach (var (what, fewest) in s_kinds)
        {
            var count = matches.Select(match => match.Groups[what].Value).Distinct(StringComparer.Ordinal).Count();
            if (count < fewest)
                yield return rule.Wrong(file, $"its headings name {count} kinds of {what}", $"{fewest} are the fewest: show programs that differ in it");
        }

        Violation Wrong(SpecHeading heading, string what, string repair) => rule.Wrong($"{file}({heading.Line})", what, repair);
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void ShowSixAndSix(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    [Fact]
    public void AreAskedOfRacesOnly() => Expect.None(Violations(Specimen.Rule.Without(Specimen.ExamplesFile) with { Family = "Locks" }));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "Specimen.examples.spec.md: is missing", Specimen.Rule.Without(Specimen.ExamplesFile) },
        { "(3): '## Timer' does not name root, memory and depth", WithExamples("## Root: thread. Memory: local. Depth: 0 calls", "## Timer") },
        { "does not name root, memory and depth", WithExamples("Depth: 2 calls", "Depth: some calls") },
        { "'## Root: thread. Memory: local. Depth: 0 calls' stands here twice", WithExamples("## Root: task. Memory: field. Depth: 0 calls", "## Root: thread. Memory: local. Depth: 0 calls") },
        { "'## Root: thread. Memory: local. Depth: 0 calls' has a mark // CONC0101", WithExamples("class A { int bad; }  // CONC0101", "class A { int good; }") },
        { "'## Root: thread. Memory: local. Depth: 0 calls' is silent", WithExamples("class ATwin { int good; }", "class AOther { int good; }") },
        { "has 5 sections", WithExamples("## Root: task. Memory: field. Depth: 0 calls\n", "") },
        { "its headings name 3 kinds of root", WithExamples("Root: timer.", "Root: task, late.", "Root: query.", "Root: task.") },
        { "its headings name 3 kinds of memory", WithExamples("Memory: element.", "Memory: local.", "Memory: item.", "Memory: local.") },
        { "its headings name 2 kinds of depth", WithExamples("Depth: 2 calls", "Depth: 1 call, in a lambda") },
        { "Specimen.md: does not lead to Specimen.examples.spec.md", Specimen.Rule.WithPage("(Specimen.examples.spec.md)", "") },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void AreSeenWhenTheyDoNot(string what, RuleFolder rule) => Expect.Seen(what, Violations(rule));

    /// <summary>The specimen with edits of its examples: each text and what stands for it.</summary>
    private static RuleFolder WithExamples(params string[] edits)
    {
        var text = Specimen.Examples;
        foreach (var edit in edits.Chunk(2))
        {
            Assert.Contains(edit[0], text, StringComparison.Ordinal);
            text = text.Replace(edit[0], edit[1], StringComparison.Ordinal);
        }

        return Specimen.Rule.With(Specimen.ExamplesFile, text);
    }

    private static bool Detects(SpecBlock block, string id) => block.Marks.Any(mark => mark.Kind == MarkKind.Expect && mark.Id == id);

    /// <summary>That a twin is silent, and one edit away, is what the tests of the pages see to.</summary>
    private static bool HasTwin(SpecBlock block) => block.Lines.Any(line => TwinPattern().IsMatch(line));

    [GeneratedRegex(@"^Root: (?<root>[^.,]+)(, [^.]+)?\. Memory: (?<memory>[^.,]+)(, [^.]+)?\. Depth: (?<depth>\d+) calls?(, [^.]+)?$")]
    private static partial Regex ShapePattern();

    [GeneratedRegex(@"\b(class|struct) \w+Twin\b")]
    private static partial Regex TwinPattern();
}
