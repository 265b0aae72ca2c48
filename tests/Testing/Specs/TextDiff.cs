using System.Text;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>The difference of two texts, line by line.</summary>
internal static class TextDiff
{
    /// <summary>Lines only in <paramref name="expected"/> with a minus, lines only in <paramref name="found"/> with a plus, common ones with a blank.</summary>
    public static string Of(string expected, string found)
    {
        var left = expected.Split('\n');
        var right = found.Split('\n');
        var common = CommonLengths(left, right);
        var text = new StringBuilder();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
                (_, i, j) = (Line(' ', left[i]), i + 1, j + 1);
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
                Line('-', left[i++]);
            else
                Line('+', right[j++]);
        }

        return text.ToString().TrimEnd();

        StringBuilder Line(char sign, string line) => text.Append("    ").Append(sign).Append(' ').Append(line).Append('\n');
    }

    /// <summary>How many lines the tails from i and from j have in common.</summary>
    private static int[,] CommonLengths(string[] left, string[] right)
    {
        var lengths = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
                lengths[i, j] = left[i] == right[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        return lengths;
    }
}
