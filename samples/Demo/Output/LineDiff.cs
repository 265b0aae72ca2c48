namespace ConcurrencyAnalyzers.Demo.Output;

/// <summary>The lines in which two texts differ, with a line of context on each side unless it is empty: '-' only in the first, '+' only in the second.</summary>
internal static class LineDiff
{
    private const int Context = 1;
    private const string Gap = "   ...";

    public static IEnumerable<string> Of(string before, string after)
    {
        var all = Pairs(before.TrimEnd('\n').Split('\n'), after.TrimEnd('\n').Split('\n'));
        if (all.TrueForAll(line => line[0] == ' '))
            yield break;

        var last = -1;
        for (var i = 0; i < all.Count; i++)
        {
            var isNear = Enumerable.Range(i - Context, 2 * Context + 1).Any(near => near >= 0 && near < all.Count && all[near][0] != ' ');
            if (!isNear || all[i] == " ")
                continue;

            if (all[(last + 1)..i].Exists(line => line != " "))
                yield return Gap;
            yield return all[i];
            last = i;
        }
    }

    // The longest common subsequence by table: the files have a hundred lines.
    private static List<string> Pairs(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var lines = new List<string>();
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add(" " + before[i++]);
                j++;
            }
            else if (i < before.Length && (j == after.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add("-" + before[i++]);
            }
            else
            {
                lines.Add("+" + after[j++]);
            }
        }

        return lines;
    }
}
