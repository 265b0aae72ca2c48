using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>The language of marks: one regular expression for each form.</summary>
internal static partial class MarkGrammar
{
    /// <summary>One mark as it was written.</summary>
    /// <param name="Offset">Where its <c>//</c> starts in the comment.</param>
    /// <param name="IsMissed">A probe of what is true and the model does not know.</param>
    internal sealed record Written(MarkKind Kind, string Id, string Text, int Offset, bool IsMissed = false);

    /// <summary>Splits a comment into what is an ordinary comment and the marks behind it.</summary>
    /// <param name="comment">From <c>//</c> to the end of the line.</param>
    /// <param name="marks">The marks; a piece that is none belongs to the text of the mark before, so that texts may hold addresses.</param>
    /// <returns>How many characters of the comment come before the first mark.</returns>
    public static int Split(string comment, out ImmutableArray<Written> marks)
    {
        var found = ImmutableArray.CreateBuilder<Written>();
        var starts = Regex.Matches(comment, "//").Select(match => match.Index).Append(comment.Length).ToArray();
        for (var piece = 0; piece + 1 < starts.Length; piece++)
        {
            if (Read(comment, starts[piece], starts[piece + 1]) is { } mark)
                found.Add(mark);
            else if (found.Count > 0)
                found[^1] = Read(comment, found[^1].Offset, starts[piece + 1]) ?? found[^1];
        }

        marks = found.ToImmutable();
        return marks.IsEmpty ? comment.Length : marks[0].Offset;
    }

    /// <summary>A line of its own that is about the whole block: its key, its value, and where in the comment the value starts.</summary>
    public static (string Key, string Value, int Offset)? Directive(string comment) =>
        DirectivePattern().Match(comment) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value, match.Groups[2].Index) : null;

    public static bool IsCarets(string comment) => CaretPattern().IsMatch(comment);

    /// <summary>Something that was meant to be a mark: a silent typing error would switch a test off.</summary>
    public static bool LooksLikeMark(string comment) => AlmostPattern().IsMatch(comment);

    private static Written? Read(string comment, int offset, int end)
    {
        var text = comment[(offset + 2)..end].Trim();
        if (DiagnosticPattern().Match(text) is { Success: true } match)
        {
            var kind = match.Groups[1].Value switch
            {
                "" => MarkKind.Expect,
                "see" => MarkKind.See,
                "misses" => MarkKind.Misses,
                "noise" => MarkKind.Noise,
                _ => MarkKind.CompileError,
            };
            var id = match.Groups[2].Value;
            var claim = match.Groups[3].Value;
            var isCompilers = id.StartsWith("CS", StringComparison.Ordinal);
            return isCompilers != (kind == MarkKind.CompileError) || (kind is MarkKind.Misses or MarkKind.Noise && claim == "") ? null : new(kind, id, claim, offset);
        }

        return text switch
        {
            "owned" => new(MarkKind.Owned, "", "", offset),
            "not owned" => new(MarkKind.NotOwned, "", "", offset),
            _ when ProbePattern().Match(text) is { Success: true } probe =>
                new(Enum.Parse<MarkKind>(probe.Groups[1].Value, ignoreCase: true), "", probe.Groups[2].Value.Trim(), offset),
            _ when MissedProbePattern().Match(text) is { Success: true } missed =>
                new(Enum.Parse<MarkKind>(missed.Groups[1].Value, ignoreCase: true), "", missed.Groups[2].Value.Trim(), offset, IsMissed: true),
            _ when EvidencePattern().Match(text) is { Success: true } told => new(MarkKind.Evidence, "", told.Groups[1].Value, offset),
            _ => null,
        };
    }

    [GeneratedRegex(@"^(?:(see|misses|noise|error)\s+)?([A-Z]{2,}\d{4})(?::\s*(.+))?$")]
    private static partial Regex DiagnosticPattern();

    [GeneratedRegex(@"^(locks|roots|meets|guard)\s*\{([^{}]*)\}$")]
    private static partial Regex ProbePattern();

    [GeneratedRegex(@"^misses\s+(locks|roots|meets|guard)\s*\{([^{}]*)\}:\s*\S.*$")]
    private static partial Regex MissedProbePattern();

    [GeneratedRegex(@"^evidence:\s*(\S.*)$")]
    private static partial Regex EvidencePattern();

    [GeneratedRegex(@"^//\s*(file|target|language|options|api):\s*(.*?)\s*$")]
    private static partial Regex DirectivePattern();

    [GeneratedRegex(@"^//\s*\^[\^\s]*$")]
    private static partial Regex CaretPattern();

    [GeneratedRegex(@"^//\s*(?:\w+:?\s+)?[Cc][Oo][Nn][Cc]\s?\d|^//\s*(?:see|miss|misses|missed|noise|error)\s+[A-Z]{2,}\d|^//\s*(?:miss(?:es|ed)?\s+)?(?:locks|roots|meets|guards?)\s*[{\[]|^//\s*evidence\s*[:=]|^//\s*(?:file|target|language|options?|api)\s*[:=]")]
    private static partial Regex AlmostPattern();
}
