namespace ConcurrencyAnalyzers.Demo.Work;

/// <summary>Primes of a range by trial division, as the articles count them.</summary>
internal static class PrimeRange
{
    /// <summary>So many parts that the dear ones at the end can be shared out.</summary>
    private const int Parts = 64;

    public static IEnumerable<(int Start, int End)> PartsBelow(int end)
    {
        for (var part = 0; part < Parts; part++)
            yield return ((int)((long)end * part / Parts), (int)((long)end * (part + 1) / Parts));
    }

    public static long Count((int Start, int End) range)
    {
        var count = 0;
        for (var number = Math.Max(range.Start, 2); number < range.End; number++)
        {
            if (IsPrime(number))
                count++;
        }

        return count;
    }

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
                return false;
        }

        return true;
    }
}
