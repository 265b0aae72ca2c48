namespace Counting;

/// <summary>Everything that was counted since the service started.</summary>
public static class Totals
{
    private static readonly int[] s_lengths = new int[16];

    private static long s_letters;

    public static int Questions;

    public static int Words { get; private set; }

    public static object Now => new { Words, Letters = s_letters, Lengths = s_lengths };

    public static void Add(string word)
    {
        Words++;
        var letters = s_letters;
        s_letters = letters + word.Length;
        s_lengths[Math.Min(word.Length, s_lengths.Length - 1)] += 1;
    }
}
