using System.Numerics;

namespace ConcurrencyAnalyzers.Demo.Work;

/// <summary>Factorials, and what is left of them when they are divided by a prime: a check that another computation gives, too.</summary>
internal static class Factorial
{
    private const int Prime = 1_000_000_007;

    public static IEnumerable<int> Around(int number, int count) => Enumerable.Range(number - count / 2, count);

    /// <summary>Computes the whole number.</summary>
    public static long Remainder(int number)
    {
        var factorial = BigInteger.One;
        for (var factor = 2; factor <= number; factor++)
            factorial *= factor;
        return (long)(factorial % Prime);
    }

    /// <summary>Divides after each step, so that no number gets large.</summary>
    public static long RemainderInSmallSteps(int number)
    {
        var remainder = 1L;
        for (var factor = 2; factor <= number; factor++)
            remainder = remainder * factor % Prime;
        return remainder;
    }
}
