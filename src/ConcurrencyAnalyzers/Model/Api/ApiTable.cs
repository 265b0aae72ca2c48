namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>One parsed table: strings only, immutable, shared by every compilation. The grammar is in docs/design.md, section "API tables".</summary>
/// <param name="Path">Where the table stands: a file, or the name of a built-in one.</param>
/// <param name="Members">The usable lines, in the order written.</param>
/// <param name="Sections">Which assemblies the lines speak of, where the file says so.</param>
/// <param name="Errors">The lines that cannot be used. The rest of the table is used all the same.</param>
internal sealed record ApiTable(
    string Path, ImmutableArray<ApiMember> Members, ImmutableArray<ApiSection> Sections, ImmutableArray<ApiError> Errors)
{
    private const string Directive = "#!";
    private const string AssembliesDirective = "#! assemblies:";

    /// <summary>Reads a table. Never throws: what cannot be read is in <see cref="Errors"/>.</summary>
    public static ApiTable Parse(string text, string path)
    {
        var members = ImmutableArray.CreateBuilder<ApiMember>();
        var sections = ImmutableArray.CreateBuilder<ApiSection>();
        var errors = ImmutableArray.CreateBuilder<ApiError>();
        var start = 0;
        for (var line = 0; start < text.Length; line++)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            if (string.CompareOrdinal(text, start, Directive, 0, Directive.Length) == 0)
                ParseDirective(text, start, end, line, sections, errors);
            else
                ParseMember(text, start, end, line, members, errors);
            start = end + 1;
        }

        return new ApiTable(path, members.ToImmutable(), sections.ToImmutable(), errors.ToImmutable());
    }

    private static void ParseMember(
        string text, int start, int end, int line, ImmutableArray<ApiMember>.Builder members, ImmutableArray<ApiError>.Builder errors)
    {
        var parser = new ApiLineParser(text, start, end, line);
        if (parser.Parse() is { } member)
            members.Add(member);
        else if (parser.Error is { } error)
            errors.Add(error);
    }

    private static void ParseDirective(
        string text, int start, int end, int line, ImmutableArray<ApiSection>.Builder sections, ImmutableArray<ApiError>.Builder errors)
    {
        var directive = text.Substring(start, end - start).TrimEnd();
        if (directive.StartsWith(AssembliesDirective, StringComparison.Ordinal))
        {
            var names = directive.Substring(AssembliesDirective.Length).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
            sections.Add(new ApiSection(line, [.. names]));
            return;
        }

        errors.Add(new ApiError(new ApiSpan(start, line, start, directive.Length),
            $"'{directive}' is no directive; use '{AssembliesDirective} <names>', or '# ' for a comment"));
    }
}

/// <summary>From here to the next section the lines speak of these assemblies; none named: of the framework itself.</summary>
/// <param name="Line">Zero-based line of the directive.</param>
/// <param name="Assemblies">Simple names; the lines are checked where one of them is referenced.</param>
internal sealed record ApiSection(int Line, ImmutableArray<string> Assemblies);
