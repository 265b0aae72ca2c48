using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>What a block says: a program without its marks, and the marks.</summary>
/// <remarks>
/// Marks are taken out before anything is compiled: no rule can react to them, and a fix cannot move them. Positions on a line do not change by
/// that, because marks end lines.
/// </remarks>
internal sealed class BlockContent
{
    public required SampleProgram Program { get; init; }

    public required ImmutableArray<Mark> Marks { get; init; }

    public required ImmutableArray<SpecFailure> Problems { get; init; }

    /// <summary>The line of the page for a line of a file, both as messages have them.</summary>
    public required IReadOnlyDictionary<(string File, int Line), int> PageLines { get; init; }
}

/// <summary>Reads one block.</summary>
internal sealed partial class BlockReader
{
    private readonly SpecBlock _block;
    private readonly List<(string Name, List<string> Lines)> _files = [];
    private readonly List<string> _options = [];
    private readonly List<string> _apiLines = [];
    private readonly List<Mark> _marks = [];
    private readonly List<SpecFailure> _problems = [];
    private readonly Dictionary<(string, int), int> _pageLines = [];
    private readonly List<int> _marksWithoutCarets = [];
    private Target _target = Target.Net100;
    private LanguageVersion _language = LanguageVersion.Latest;

    private BlockReader(SpecBlock block) => _block = block;

    public static BlockContent Read(SpecBlock block)
    {
        var reader = new BlockReader(block);
        if (block.Before is { } before)
            reader.Inherit(Read(before).Program);

        reader.ReadLines();
        return new()
        {
            Program = new()
            {
                Files = [.. reader._files.Select(file => new SampleFile(file.Name, TextOf(file.Lines)))],
                Options = [.. reader._options],
                ApiLines = [.. reader._apiLines],
                Target = reader._target,
                Language = reader._language,
            },
            Marks = [.. reader._marks],
            Problems = [.. reader._problems],
            PageLines = reader._pageLines,
        };
    }

    /// <summary>A result of a fix is compiled like the block that was fixed.</summary>
    private void Inherit(SampleProgram before)
    {
        (_target, _language) = (before.Target, before.Language);
        _options.AddRange(before.Options);
        _apiLines.AddRange(before.ApiLines);
    }

    private void ReadLines()
    {
        var comments = Comments();
        for (var line = 0; line < _block.Lines.Length; line++)
        {
            var text = _block.Lines[line].TrimEnd();
            if (!comments.TryGetValue(line, out var column))
                AddLine(text, line);
            else if (string.IsNullOrWhiteSpace(text[..column]))
                ReadCommentLine(text, column, line);
            else
                ReadTrailingComment(text, column, line);
        }

        if (_files.Count == 0)
            Problem(0, 0, "the block is empty");
    }

    private void ReadCommentLine(string text, int column, int line)
    {
        var comment = text[column..];
        if (MarkGrammar.IsCarets(comment))
        {
            ReadCarets(text, line);
        }
        else if (MarkGrammar.Directive(comment) is var (key, value, offset))
        {
            _marksWithoutCarets.Clear();
            Obey(key, value, line, column, column + offset);
        }
        else if (MarkGrammar.Split(comment, out _) == 0)
        {
            Problem(line, column, "a mark stands at the end of the line that it is about; this line holds nothing else");
        }
        else
        {
            WarnAboutTypingErrors(comment, line, column);
            AddLine(text, line);
        }
    }

    private void ReadTrailingComment(string text, int column, int line)
    {
        var comment = text[column..];
        var ordinary = MarkGrammar.Split(comment, out var written);
        WarnAboutTypingErrors(comment[..ordinary], line, column);
        AddLine(text[..(column + ordinary)].TrimEnd(), line);
        var (name, lines) = _files[^1];
        AddMarks(written, SampleProgram.Folder + name, lines.Count - 1, line, column);
    }

    private void AddLine(string text, int line)
    {
        _marksWithoutCarets.Clear();
        if (_files.Count == 0 && text == "")
            return;

        if (_files.Count == 0)
            _files.Add((SampleProgram.DefaultFile, []));

        var (name, lines) = _files[^1];
        lines.Add(text);
        _pageLines[(SampleProgram.Folder + name, lines.Count - 1)] = PageLine(line);
    }

    private void AddMarks(ImmutableArray<MarkGrammar.Written> written, string file, int fileLine, int line, int column)
    {
        foreach (var mark in written)
        {
            if (mark.Kind is MarkKind.Expect or MarkKind.See or MarkKind.Noise or MarkKind.CompileError)
                _marksWithoutCarets.Add(_marks.Count);

            _marks.Add(new(mark.Kind, mark.Id, mark.Text, file, fileLine, PageLine(line), _block.Indent + column + mark.Offset + 1) { IsMissed = mark.IsMissed });
        }
    }

    /// <summary>The n-th row of carets belongs to the n-th mark of the line above, counted over several lines of carets.</summary>
    private void ReadCarets(string text, int line)
    {
        foreach (Match carets in CaretPattern().Matches(text))
        {
            if (_marksWithoutCarets.Count == 0)
            {
                Problem(line, carets.Index, "these carets belong to no mark: the line above has none, or fewer than there are rows of carets");
                return;
            }

            var mark = _marksWithoutCarets[0];
            _marksWithoutCarets.RemoveAt(0);
            _marks[mark] = _marks[mark] with { Columns = (carets.Index, carets.Index + carets.Length) };
        }
    }

    private void Obey(string key, string value, int line, int column, int valueColumn)
    {
        // A table or an option can be wrong, and the diagnostic about it is expected where it stands.
        ImmutableArray<MarkGrammar.Written> marks = [];
        if (value.IndexOf(" //", StringComparison.Ordinal) is var at && at >= 0 && MarkGrammar.Split(value[(at + 1)..], out var written) == 0)
            (value, marks, valueColumn) = (value[..at].TrimEnd(), written, valueColumn + at + 1);

        switch (key)
        {
            case "file" when value != "" && _files.All(file => file.Name != value):
                _files.Add((value, []));
                break;
            case "file":
                Problem(line, column, $"a file needs a name of its own, found '{value}'");
                break;
            case "target" when Target.Named(value) is { } target:
                _target = target;
                break;
            case "target":
                Problem(line, column, $"'{value}' is no target: write one of {Target.Names}");
                break;
            case "language" when LanguageVersionFacts.TryParse(value, out var language):
                _language = language;
                break;
            case "language":
                Problem(line, column, $"'{value}' is no version of C#: write a number such as 7.3 or 12, or latest");
                break;
            case "options" when value.Contains('=', StringComparison.Ordinal):
                _options.Add(value);
                AddMarks(marks, SampleProgram.ConfigFile, _options.Count - 1, line, valueColumn);
                break;
            case "options":
                Problem(line, column, $"write 'key = value', found '{value}'");
                break;
            default:
                _apiLines.Add(value);
                _pageLines[(SampleProgram.ApiFile, _apiLines.Count - 1)] = PageLine(line);
                AddMarks(marks, SampleProgram.ApiFile, _apiLines.Count - 1, line, valueColumn);
                break;
        }
    }

    private void WarnAboutTypingErrors(string comment, int line, int column)
    {
        if (MarkGrammar.LooksLikeMark(comment))
        {
            Problem(line, column,
                $"'{comment.Trim()}' looks like a mark and is none. Marks: // ID · // ID: text · // see ID: text · // misses ID: reason · // noise ID: reason · "
                + "// error CS0000 · // locks {..} · // roots {..} · // owned; on a line of their own: // file: · // target: · // language: · // options: key = value · // api:");
        }
    }

    /// <summary>Where the ordinary comment of each line starts. The compiler's own reader decides, so that text in strings is no mark.</summary>
    private Dictionary<int, int> Comments()
    {
        var text = SourceText.From(string.Join('\n', _block.Lines));
        return CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None)).GetRoot()
            .DescendantTrivia(descendIntoTrivia: true)
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
            .Select(trivia => text.Lines.GetLinePosition(trivia.SpanStart))
            .ToDictionary(place => place.Line, place => place.Character);
    }

    private static string TextOf(List<string> lines) => string.Join('\n', lines).TrimEnd() + "\n";

    private int PageLine(int line) => _block.FenceLine + line + 1;

    private void Problem(int line, int column, string message) =>
        _problems.Add(new(_block.Page.Path, PageLine(line), _block.Indent + column + 1, message));

    [GeneratedRegex(@"\^+")]
    private static partial Regex CaretPattern();
}
