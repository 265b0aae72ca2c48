using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>What a document points to is there: the file, and the heading in it.</summary>
/// <remarks>Headings get the names that GitHub gives them. What stands in a fence is an example, and other sites are theirs.</remarks>
public sealed partial class Links
{
    internal static IEnumerable<Violation> Violations(string path, string text, Func<string, string?> read)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var isFenced = false;
        for (var line = 0; line < lines.Length; line++)
        {
            isFenced ^= lines[line].StartsWith("```", StringComparison.Ordinal);
            if (isFenced)
                continue;
            foreach (Match link in Link().Matches(lines[line]))
            {
                var (file, heading) = (link.Groups["file"].Value, link.Groups["heading"].Value);
                var target = file == "" ? path : Combined(path, file);
                if (read(target) is not { } there)
                    yield return new($"{path}({line + 1})", $"'{link.Groups["target"].Value}' leads to {target}, which is not there", "correct the path, seen from the document");
                else if (heading != "" && !AnchorsIn(there).Contains(heading))
                    yield return new($"{path}({line + 1})", $"{target} has no heading '#{heading}'", "copy it from the heading: small letters, no punctuation, a hyphen for each space");
            }
        }
    }

    [Fact]
    public void LeadSomewhere() => Expect.None(
        Repository.FilesBelow("docs", "*.md").Append(Repository.PathOf("README.md"))
            .SelectMany(path => Violations(Repository.Relative(path), File.ReadAllText(path), Read)));

    public static TheoryData<string, string> Broken => new()
    {
        { "[a](b.md)", "docs/a.md(1): 'b.md' leads to docs/b.md, which is not there" },
        { "See [a](../src/b.md#x) and [c](#here).", "'../src/b.md#x' leads to src/b.md, which is not there" },
        { "# A\n[a](#b)", "docs/a.md(2): docs/a.md has no heading '#b'" },
        { "[a](there.md#two-words)", "docs/there.md has no heading '#two-words'" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void AreSeenWhereTheyLeadNowhere(string text, string what) => Expect.Seen(what, Violations("docs/a.md", text, path => Specimen(path, text)));

    [Theory]
    [InlineData("# A `b` (c), D: e\n[a](#a-b-c-d-e) [a](a.md#a-b-c-d-e)")]
    [InlineData("[a](https://b.c/d.md#e) [a](there.md#one) [a](there.md#one-1) [a](../docs/there.md)")]
    [InlineData("```\n[a](b.md)\n```")]
    public void AreNotSeenWhereTheyLeadSomewhere(string text) => Expect.None(Violations("docs/a.md", text, path => Specimen(path, text)));

    private static string? Specimen(string path, string text) => path switch
    {
        "docs/a.md" => text,
        "docs/there.md" => "## One\n## One\n```\n# two words\n```",
        _ => null,
    };

    private static string? Read(string path)
    {
        var file = Repository.PathOf(path);
        return File.Exists(file) ? File.ReadAllText(file) : Directory.Exists(file) ? "" : null;
    }

    private static string Combined(string document, string target)
    {
        var parts = document.Split('/')[..^1].ToList();
        foreach (var part in target.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part == ".." && parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }

        return string.Join('/', parts);
    }

    /// <summary>A heading that stands there before has the name alone, the next ones a number behind it.</summary>
    private static HashSet<string> AnchorsIn(string text)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in SpecPage.Parse("", text).Headings)
        {
            var name = NoLetter().Replace(heading.Text.ToLowerInvariant(), "").Replace(' ', '-');
            for (var number = 0; !anchors.Add(number == 0 ? name : $"{name}-{number}"); number++)
            {
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"\]\((?<target>(?<file>(?![a-z]+:)[^)#\s]*)(#(?<heading>[^)\s]+))?)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]")]
    private static partial Regex NoLetter();
}
