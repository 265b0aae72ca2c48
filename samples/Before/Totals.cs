namespace Counting;

/// <summary>Everything that was counted since the service started.</summary>
public static class Totals
{
    private static readonly int[] lengths = new int[16];

    private static long letters;

    public static int Questions;

    public static int Words { get; private set; }

    public static object Now => new { Words, letters, lengths };

    public static void Add(string word)
    {
        Words++;
        var before = letters;
        letters = before + word.Length;
        lengths[Math.Min(word.Length, 15)] += 1;
    }
}
