namespace ConcurrencyAnalyzers.Conventions.Tests.Rules;

/// <summary>Every page has the same headings, so that a reader who knows one page knows where to look on all.</summary>
public sealed class PageShape
{
    private const int MostMisses = 5;
    private const int MostNoise = 5;

    public static IEnumerable<Violation> Violations(RuleFolder rule)
    {
        if (rule.Page is not { } page || rule.Descriptors.IsEmpty)
            yield break;

        var descriptor = rule.Descriptors[0];
        var title = $"{descriptor.Id}: {descriptor.Title}";
        if (page.Headings.FirstOrDefault() is not { Level: 1 } first || first.Text != title)
            yield return rule.Wrong(rule.PageFile, $"the page's title is not '# {title}'", "the descriptor is the source: copy its title");

        var found = page.Headings.Where(heading => heading.Level == 2).Select(heading => heading.Text).ToList();
        if (!found.SequenceEqual(Headings.InOrder))
            yield return rule.Wrong(rule.PageFile, $"has the headings {string.Join(" · ", found)}", $"write {string.Join(" · ", Headings.InOrder)}, each with '## '");

        foreach (var heading in Headings.InOrder.Where(heading => found.Contains(heading) && Headings.TextOf(rule.Files[rule.PageFile], heading) == ""))
            yield return rule.Wrong(rule.PageFile, $"says nothing under '{heading}'", "write it, or say in one sentence why there is nothing");

        if (!page.Blocks.Any(block => Headings.SectionOf(block) == Headings.Detected && Marks(block, MarkKind.Expect, rule.Id) > 0))
            yield return rule.Wrong(rule.PageFile, $"no block under '{Headings.Detected}' has a mark // {rule.Id}", "show the shortest realistic program that is detected");

        var silent = page.Blocks.Where(block => Headings.SectionOf(block) == Headings.NotDetected).ToList();
        if (silent.Count == 0)
            yield return rule.Wrong(rule.PageFile, $"no block stands under '{Headings.NotDetected}'", "show the nearest program that is right");

        foreach (var block in silent.Where(block => Marks(block, MarkKind.Expect, rule.Id) > 0))
            yield return rule.Wrong($"{rule.PageFile}({block.FenceLine})", $"a block under '{Headings.NotDetected}' expects {rule.Id}", "move it to Detected, or to Limits as noise");

        foreach (var one in rule.Pages)
        {
            foreach (var (kind, most) in new[] { (MarkKind.Misses, MostMisses), (MarkKind.Noise, MostNoise) })
            {
                var count = one.Blocks.Sum(block => Marks(block, kind, rule.Id));
                if (count > most)
                    yield return new(one.Path, $"has {count} marks // {kind.ToString().ToLowerInvariant()}", $"mend the rule: {most} a page are the most that its readers are asked to live with");
            }
        }
    }

    [Theory, MemberData(nameof(RepositoryRules.Rows), MemberType = typeof(RepositoryRules))]
    public void IsTheSameOnAllPages(string rule) => Expect.None(Violations(RepositoryRules.Named(rule)));

    public static TheoryData<string, RuleFolder> Broken => new()
    {
        { "the page's title is not '# CONC0101: A specimen is found'", Specimen.Rule.WithPage("# CONC0101: A", "# CONC0101: Some") },
        { "the page's title is not", Specimen.Rule.WithPage("# CONC0101: A specimen is found", "") },
        { "has the headings What goes wrong · Not detected · Detected", Specimen.Rule.WithPage("## Detected", "## X").WithPage("## Not detected", "## Detected").WithPage("## X", "## Not detected") },
        { "has the headings What goes wrong · Detected · Not detected · How to fix · Fix safety · Options.", Specimen.Rule.WithPage("## Limits", "") },
        { "says nothing under 'What goes wrong'", Specimen.Rule.WithPage("Two threads meet.", "") },
        { "no block under 'Detected' has a mark // CONC0101", Specimen.Rule.WithPage("  // CONC0101: 'bad'", "") },
        { "no block stands under 'Not detected'", Specimen.Rule.WithPage("```csharp\nclass C { int good; }\n```\n\n## How", "Nothing.\n\n## How") },
        { "a block under 'Not detected' expects CONC0101", Specimen.Rule.WithPage("class C { int good; }\n```\n\n## How", "class C { int bad; }  // CONC0101\n```\n\n## How") },
        { "has 6 marks // misses", Specimen.Rule.WithPage("class C { int bed; }", string.Concat(Enumerable.Repeat("class C { int bed; }  // misses CONC0101: it sounds like bad\n", 5)) + "class C { int bed; }") },
        { "Specimen.spec.md: has 6 marks // noise", Specimen.Rule.With("Specimen.spec.md", "# Long tail\n```cs\n" + string.Concat(Enumerable.Repeat("class C { int badge; }  // noise CONC0101: friendly\n", 6)) + "```\n") },
    };

    [Theory, MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public void IsSeenWhenItIsNot(string what, RuleFolder rule) => Expect.Seen(what, Violations(rule));

    private static int Marks(SpecBlock block, MarkKind kind, string id) => block.Marks.Count(mark => mark.Kind == kind && mark.Id == id);
}
