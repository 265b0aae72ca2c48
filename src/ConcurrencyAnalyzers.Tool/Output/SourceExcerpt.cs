using System.Text;
using ConcurrencyAnalyzers.Tool.Analysis;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>One source line and the carets under it, cut to a width: without its indentation, and around the span where it is too long.</summary>
/// <param name="Text">The part of the line that is shown.</param>
/// <param name="Carets">Blanks and carets, to be printed under it.</param>
internal readonly record struct SourceExcerpt(string Text, string Carets)
{
    private const int TabSize = 4;
    private const string Cut = "…";

    // Code before the span that stays visible when the line is cut: enough to recognise the expression.
    private const int Lead = 16;

    public static SourceExcerpt Of(Place place, int width)
    {
        var (line, columns) = Expand(place.SourceLine);
        var indentation = line.Length - line.TrimStart().Length;
        var text = line[indentation..].TrimEnd();
        var start = Math.Clamp(columns[Math.Min(place.Column, columns.Length - 1)] - indentation, 0, text.Length);

        // A span of several lines is drawn to the end of the first.
        var end = place.EndLine > place.Line ? text.Length : columns[Math.Min(place.EndColumn, columns.Length - 1)] - indentation;
        end = Math.Clamp(end, start + 1, Math.Max(text.Length, start + 1));

        var from = text.Length <= width || end < width ? 0 : Math.Clamp(start - Lead, 0, text.Length - width);
        var to = Math.Min(text.Length, from + width);
        var shown = (from > 0 ? Cut + text[(from + 1)..to] : text[..to]) is var part && to < text.Length ? part[..^1] + Cut : part;
        start -= from;
        end = Math.Min(end - from, width);
        return new(shown, new string(' ', start) + new string('^', end - start));
    }

    /// <summary>The line with tabs as blanks, and where each of its characters (and its end) came to stand.</summary>
    private static (string Line, int[] Columns) Expand(string line)
    {
        var text = new StringBuilder(line.Length);
        var columns = new int[line.Length + 1];
        for (var i = 0; i < line.Length; i++)
        {
            columns[i] = text.Length;
            if (line[i] == '\t')
                text.Append(' ', TabSize - text.Length % TabSize);
            else
                text.Append(char.IsControl(line[i]) ? ' ' : line[i]);
        }

        columns[^1] = text.Length;
        return (text.ToString(), columns);
    }
}
