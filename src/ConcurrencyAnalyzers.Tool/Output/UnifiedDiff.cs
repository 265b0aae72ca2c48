using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>What was changed in a file, as <c>patch</c> and <c>git apply</c> read it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <param name="path">As both versions are called.</param>
    /// <param name="before">The file.</param>
    /// <param name="after">Made of it by changes, which it remembers.</param>
    public static IEnumerable<string> Lines(string path, SourceText before, SourceText after)
    {
        var name = path.Replace('\\', '/').TrimStart('/');
        yield return $"--- a/{name}";
        yield return $"+++ b/{name}";
        foreach (var hunk in Hunks(before, after))
        {
            var (start, end) = (Math.Max(0, hunk[0].Old.Start - Context), Math.Min(CountOf(before), hunk[^1].Old.End + Context));
            var added = hunk.Sum(static edit => edit.New.Length - edit.Old.Length);
            var newStart = hunk[0].New.Start - (hunk[0].Old.Start - start);
            yield return $"@@ -{start + 1},{end - start} +{newStart + 1},{end - start + added} @@";

            var line = start;
            foreach (var (old, changed) in hunk)
            {
                for (; line < old.Start; line++)
                    yield return Line(' ', before, line);
                for (; line < old.End; line++)
                    yield return Line('-', before, line);
                for (var i = changed.Start; i < changed.End; i++)
                    yield return Line('+', after, i);
            }

            for (; line < end; line++)
                yield return Line(' ', before, line);
        }
    }

    /// <summary>With the first half of a line break of two, and with what <c>patch</c> wants to read where there is none.</summary>
    private static string Line(char mark, SourceText text, int number)
    {
        var line = text.Lines[number];
        return mark + text.ToString(line.SpanIncludingLineBreak).TrimEnd('\n') + (line.End == line.EndIncludingLineBreak ? "\n\\ No newline at end of file" : "");
    }

    /// <summary>Edits whose surroundings meet are shown together.</summary>
    private static List<List<(TextSpan Old, TextSpan New)>> Hunks(SourceText before, SourceText after)
    {
        var hunks = new List<List<(TextSpan Old, TextSpan New)>>();
        foreach (var edit in Edits(before, after))
        {
            if (hunks.Count > 0 && edit.Old.Start - hunks[^1][^1].Old.End <= 2 * Context)
                hunks[^1].Add(edit);
            else
                hunks.Add([edit]);
        }

        return hunks;
    }

    /// <summary>The lines that each change touches, in both versions. A line that is inserted whole touches none of the old ones.</summary>
    private static IEnumerable<(TextSpan Old, TextSpan New)> Edits(SourceText before, SourceText after)
    {
        var moved = 0;
        foreach (var change in after.GetTextChanges(before))
        {
            var (start, end) = (before.Lines.IndexOf(change.Span.Start), before.Lines.IndexOf(change.Span.End) + 1);
            var newEnd = after.Lines.IndexOf(change.Span.Start + moved + change.NewText!.Length) + 1;
            var newStart = after.Lines.IndexOf(change.Span.Start + moved);
            moved += change.NewText.Length - change.Span.Length;
            while (end > start && newEnd > newStart && before.Lines[end - 1].ToString() == after.Lines[newEnd - 1].ToString())
                (end, newEnd) = (end - 1, newEnd - 1);
            yield return (TextSpan.FromBounds(start, end), TextSpan.FromBounds(newStart, newEnd));
        }
    }

    /// <summary>Without the empty one behind the last line break.</summary>
    private static int CountOf(SourceText text) => text.Lines[^1].Span.IsEmpty ? text.Lines.Count - 1 : text.Lines.Count;
}
