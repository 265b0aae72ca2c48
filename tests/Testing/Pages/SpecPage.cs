using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>A Markdown page whose C# blocks are tests.</summary>
/// <remarks>Every fenced block named <c>csharp</c>, <c>cs</c> or <c>c#</c> is one; other fences are prose.</remarks>
public sealed partial class SpecPage
{
    private SpecPage(string path, string text)
    {
        Path = path;
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        LineCount = text.EndsWith('\n') ? lines.Length - 1 : lines.Length;
        var headings = ImmutableArray.CreateBuilder<SpecHeading>();
        var blocks = ImmutableArray.CreateBuilder<SpecBlock>();
        var problems = ImmutableArray.CreateBuilder<SpecFailure>();
        Read(lines, headings, blocks, problems);
        (Headings, Blocks, Problems) = (headings.ToImmutable(), blocks.ToImmutable(), problems.ToImmutable());
        Id = Headings.FirstOrDefault() is { Level: 1 } title && TitlePattern().Match(title.Text) is { Success: true } match ? match.Groups[1].Value : null;
    }

    /// <summary>As messages show it: below the root of the repository.</summary>
    public string Path { get; }

    /// <summary>How long the page is.</summary>
    public int LineCount { get; }

    /// <summary>The id in the page's first heading, <c># CONC0101: title</c>, or null on a page that is not about a rule.</summary>
    public string? Id { get; }

    /// <summary>All headings outside fences, in order.</summary>
    public ImmutableArray<SpecHeading> Headings { get; }

    /// <summary>All C# blocks, in order.</summary>
    public ImmutableArray<SpecBlock> Blocks { get; }

    /// <summary>What is wrong with the page itself; every block of it fails with them.</summary>
    public ImmutableArray<SpecFailure> Problems { get; }

    /// <summary>Reads a file.</summary>
    public static SpecPage Load(string path) => Parse(Repository.Relative(path), File.ReadAllText(path));

    /// <summary>Reads a text as if it were the file <paramref name="path"/>.</summary>
    public static SpecPage Parse(string path, string text) => new(path, text);

    private void Read(string[] lines, ImmutableArray<SpecHeading>.Builder headings, ImmutableArray<SpecBlock>.Builder blocks, ImmutableArray<SpecFailure>.Builder problems)
    {
        var ordinals = new Dictionary<string, int>();
        var place = new SpecHeading(0, "", 1);
        SpecHeading? open = null;
        SpecBlock? origin = null;
        for (var line = 0; line < lines.Length; line++)
        {
            if (HeadingPattern().Match(lines[line]) is { Success: true } heading)
            {
                CloseHeading();
                place = new(heading.Groups[1].Length, heading.Groups[2].Value, line + 1);
                headings.Add(place);
                open = SpecBlock.IsAboutFixes(place) ? place : null;
                continue;
            }

            if (FencePattern().Match(lines[line]) is not { Success: true } fence)
                continue;

            var first = line + 1;
            var indent = fence.Groups[1].Length;
            while (++line < lines.Length && !Closes(lines[line], fence.Groups[2].Value))
            {
            }

            if (line == lines.Length)
                problems.Add(Problem(first, "this fence is never closed"));

            if (fence.Groups[3].Value.ToLowerInvariant() is not ("csharp" or "cs" or "c#"))
                continue;

            ordinals[place.Text] = ordinals.GetValueOrDefault(place.Text) + 1;
            var aboutFixes = SpecBlock.IsAboutFixes(place);
            if (aboutFixes && open is null)
                problems.Add(Problem(first, $"only one block may stand under '{place}': give the second its own heading"));

            var block = new SpecBlock(this, place, ordinals[place.Text], first, indent, [.. lines[first..line].Select(text => Unindent(text, indent))], origin);
            if (block.IsResultOfFix && origin is null)
                problems.Add(Problem(first, $"'{place}' shows what a fix makes of the block before, and there is none"));

            blocks.Add(block);
            (origin, open) = (block.IsResultOfFix ? origin : block, null);
        }

        CloseHeading();

        void CloseHeading()
        {
            if (open is not null)
                problems.Add(Problem(open.Line, $"no C# block follows '{open}'"));
        }

        SpecFailure Problem(int line, string message) => new(Path, line, 1, message);
    }

    private static bool Closes(string line, string fence) => line.Trim() is { } text && text.Length >= fence.Length && text.All(sign => sign == fence[0]);

    private static string Unindent(string line, int indent)
    {
        var blanks = line.TakeWhile(sign => sign == ' ').Count();
        return line[Math.Min(indent, blanks)..];
    }

    /// <inheritdoc />
    public override string ToString() => Path;

    [GeneratedRegex(@"^(#{1,6})\s+(.*?)\s*$")]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"^( *)(`{3,}|~{3,})\s*([^\s`]*)[^`]*$")]
    private static partial Regex FencePattern();

    [GeneratedRegex(@"^([A-Z]{2,}\d{4}): ")]
    private static partial Regex TitlePattern();
}

/// <summary>A heading of a page.</summary>
public sealed record SpecHeading(int Level, string Text, int Line)
{
    /// <inheritdoc />
    public override string ToString() => $"{new string('#', Level)} {Text}";
}
