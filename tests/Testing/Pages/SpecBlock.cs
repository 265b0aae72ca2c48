namespace ConcurrencyAnalyzers.Testing;

/// <summary>One C# block of a page: one test.</summary>
public sealed class SpecBlock
{
    internal SpecBlock(SpecPage page, SpecHeading heading, int ordinal, int fenceLine, int indent, ImmutableArray<string> lines, SpecBlock? before)
    {
        (Page, Heading, Ordinal, FenceLine, Indent, Lines) = (page, heading, ordinal, fenceLine, indent, lines);
        (IsResultOfFix, IsResultOfFixAll, IsNotFixed, FixTitle) = heading.Level == 3 ? Meaning(heading.Text) : default;
        Before = IsResultOfFix ? before : null;
    }

    /// <summary>The page it stands on.</summary>
    public SpecPage Page { get; }

    /// <summary>The nearest heading above it.</summary>
    public SpecHeading Heading { get; }

    /// <summary>Counts the blocks under headings of this text, from 1.</summary>
    public int Ordinal { get; }

    /// <summary>The line of the page with the opening fence, from 1.</summary>
    public int FenceLine { get; }

    /// <summary>By how many blanks the fence, and with it each line, is indented.</summary>
    public int Indent { get; }

    /// <summary>The lines between the fences, marks included.</summary>
    public ImmutableArray<string> Lines { get; }

    /// <summary>Under <c>### Fixed</c> or <c>### Fixed all</c>: what a fix makes of <see cref="Before"/>.</summary>
    public bool IsResultOfFix { get; }

    /// <summary>Under <c>### Fixed all</c>: Fix All over the project.</summary>
    public bool IsResultOfFixAll { get; }

    /// <summary>Under <c>### Not fixed</c>: no fix is offered for the page's diagnostic; with a title, none of that title.</summary>
    public bool IsNotFixed { get; }

    /// <summary>What follows the colon in <c>### Fixed: title</c>, <c>### Fixed all: title</c> and <c>### Not fixed: title</c>.</summary>
    public string? FixTitle { get; }

    /// <summary>The block that the fix is applied to.</summary>
    public SpecBlock? Before { get; }

    /// <summary>Page, heading and number, unique on the page.</summary>
    public string Name => $"{Path.GetFileName(Page.Path)} > {(Heading.Text == "" ? "top" : Heading.Text)} #{Ordinal}";

    /// <summary>What the block claims, line by line.</summary>
    public ImmutableArray<Mark> Marks => BlockReader.Read(this).Marks;

    /// <summary>The program without its marks.</summary>
    public SampleProgram Program => BlockReader.Read(this).Program;

    /// <inheritdoc />
    public override string ToString() => Name;

    internal static bool IsAboutFixes(SpecHeading heading) => heading.Level == 3 && Meaning(heading.Text) is { Result: true } or { Not: true };

    private static (bool Result, bool All, bool Not, string? Title) Meaning(string heading)
    {
        var colon = heading.IndexOf(':', StringComparison.Ordinal);
        var (kind, title) = colon < 0 ? (heading, null) : (heading[..colon].TrimEnd(), heading[(colon + 1)..].Trim());
        return kind switch
        {
            "Fixed" => (true, false, false, title),
            "Fixed all" => (true, true, false, title),
            "Not fixed" => (false, false, true, title),
            _ => default,
        };
    }
}
