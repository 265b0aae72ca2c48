using System.Text;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>Reads <c>[|…|]</c>, <c>{|ID:…|}</c> and <c>{|#0:…|}</c> out of a source; spans may nest.</summary>
internal static partial class SpanMarkup
{
    /// <param name="name">The source's file.</param>
    /// <param name="marked">Its text with markup.</param>
    /// <param name="defaultId">The id of <c>[|…|]</c>, or null where it is not decided.</param>
    /// <param name="expected">Gets what is marked with an id.</param>
    /// <param name="numbered">Gets what is marked with a number.</param>
    /// <returns>The text without markup.</returns>
    public static string Read(string name, string marked, string? defaultId, ICollection<DiagnosticResult> expected, IDictionary<int, ExpectedLocation> numbered)
    {
        marked = marked.ReplaceLineEndings("\n");
        var text = new StringBuilder();
        var open = new Stack<(string Label, int Start)>();
        var spans = new List<(string Label, int Start, int End)>();
        var position = 0;
        foreach (Match mark in MarkPattern().Matches(marked))
        {
            text.Append(marked, position, mark.Index - position);
            position = mark.Index + mark.Length;
            if (mark.Value is "|]" or "|}")
            {
                if (open.Count == 0)
                    throw new InvalidOperationException($"{name}: '{mark.Value}' closes no span.");

                var (label, start) = open.Pop();
                spans.Add((label, start, text.Length));
            }
            else
            {
                open.Push((mark.Groups[1].Value, text.Length));
            }
        }

        text.Append(marked, position, marked.Length - position);
        if (open.Count > 0)
            throw new InvalidOperationException($"{name}: a span is never closed.");

        var lines = SourceText.From(text.ToString()).Lines;
        foreach (var (label, start, end) in spans.OrderBy(span => span.Start))
        {
            var (from, to) = (lines.GetLinePosition(start), lines.GetLinePosition(end));
            if (label.StartsWith('#'))
                numbered.Add(int.Parse(label.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture), new(name, from, to, null));
            else if ((label == "" ? defaultId : label) is { } id)
                expected.Add(DiagnosticResult.AtMarkup(id, name, from, to));
            else
                throw new InvalidOperationException($"{name}: the analyzer reports several ids, so write {{|ID:…|}} instead of [|…|].");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\[\||\{\|([A-Za-z]+\d+|#\d+):|\|\]|\|\}")]
    private static partial Regex MarkPattern();
}
