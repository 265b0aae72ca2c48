namespace Counting;

/// <summary>Everything that was counted since the service started.</summary>
public static class Totals
{
    private static readonly int[] lengths = new int[16];

    private static readonly Lock gate = new();
    private static long letters;

    public static int Questions;

    public static int Words { get; private set; }

    public static object Now
    {
        get
        {
            lock (gate)
            {
                return new { Words, letters, lengths };
            }
        }
    }

    public static void Add(string word)
    {
        lock (gate)
        {
            Words++;
            var before = letters;
            letters = before + word.Length;
        }
        Interlocked.Increment(ref lengths[Math.Min(word.Length, 15)]);
    }
}
