namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>One table: text only, immutable, shared by every compilation. The grammar is in docs/design.md, section "API tables".</summary>
/// <param name="text">The table.</param>
/// <param name="path">Where it stands: a file, or the name of a built-in one.</param>
internal sealed class ApiTable(string text, string path)
{
    private const string Directive = "#!";
    private const string AssembliesDirective = "#! assemblies:";

    // Built-in tables are only ever read a line at a time, through ApiLayer: whoever wants all of a table waits for it.
    private readonly Lazy<Content> _content = new(() => ParseAll(text));

    public string Path => path;

    public string Text => text;

    /// <summary>The usable lines, in the order written.</summary>
    public ImmutableArray<ApiMember> Members => _content.Value.Members;

    /// <summary>Which assemblies the lines speak of, where the file says so.</summary>
    public ImmutableArray<ApiSection> Sections => _content.Value.Sections;

    /// <summary>The lines that cannot be used. The rest of the table is used all the same.</summary>
    public ImmutableArray<ApiError> Errors => _content.Value.Errors;

    /// <summary>Reads a table. Never throws: what cannot be read is in <see cref="Errors"/>.</summary>
    public static ApiTable Parse(string text, string path) => new(text, path);

    /// <summary>The lines of a text that may speak of a member: neither empty nor a comment nor a directive.</summary>
    public static IEnumerable<ApiLine> LinesOf(string text)
    {
        var start = 0;
        for (var number = 0; start < text.Length; number++)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (!IsComment(text, start, end))
                yield return new ApiLine(text, start, end, number);
            start = end + 1;
        }
    }

    private static bool IsComment(string text, int start, int end) =>
        start == end || text[start] == '#' && (start + 1 == end || text[start + 1] == '!' || char.IsWhiteSpace(text[start + 1]));

    private static Content ParseAll(string text)
    {
        var members = ImmutableArray.CreateBuilder<ApiMember>();
        var errors = ImmutableArray.CreateBuilder<ApiError>();
        foreach (var line in LinesOf(text))
        {
            var parser = new ApiLineParser(line);
            if (parser.Parse() is { } member)
                members.Add(member);
            else if (parser.Error is { } error)
                errors.Add(error);
        }

        var sections = ParseDirectives(text, errors);
        errors.Sort((left, right) => left.Span.Text.Start.CompareTo(right.Span.Text.Start));
        return new Content(members.ToImmutable(), sections, errors.ToImmutable());
    }

    private static ImmutableArray<ApiSection> ParseDirectives(string text, ImmutableArray<ApiError>.Builder errors)
    {
        var sections = ImmutableArray.CreateBuilder<ApiSection>();
        var start = 0;
        for (var line = 0; start < text.Length; line++)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (string.CompareOrdinal(text, start, Directive, 0, Directive.Length) == 0)
                ParseDirective(text.Substring(start, end - start).TrimEnd(), start, line, sections, errors);
            start = end + 1;
        }

        return sections.ToImmutable();
    }

    private static void ParseDirective(
        string directive, int start, int line, ImmutableArray<ApiSection>.Builder sections, ImmutableArray<ApiError>.Builder errors)
    {
        if (directive.StartsWith(AssembliesDirective, StringComparison.Ordinal))
        {
            var names = directive.Substring(AssembliesDirective.Length).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            sections.Add(new ApiSection(line, [.. names]));
            return;
        }

        errors.Add(new ApiError(new ApiSpan(start, line, start, directive.Length),
            $"'{directive}' is no directive; use '{AssembliesDirective} <names>', or '# ' for a comment"));
    }

    private sealed record Content(ImmutableArray<ApiMember> Members, ImmutableArray<ApiSection> Sections, ImmutableArray<ApiError> Errors);
}

/// <summary>From here to the next section the lines speak of these assemblies; none named: of the framework itself.</summary>
/// <param name="Line">Zero-based line of the directive.</param>
/// <param name="Assemblies">Simple names; the lines are checked where one of them is referenced.</param>
internal sealed record ApiSection(int Line, ImmutableArray<string> Assemblies);

/// <summary>One line of a table, not yet read.</summary>
/// <param name="Text">The whole table.</param>
/// <param name="Start">Where the line starts in it.</param>
/// <param name="End">Where it ends, before its line break.</param>
/// <param name="Number">Zero-based number of the line.</param>
internal readonly record struct ApiLine(string Text, int Start, int End, int Number);
