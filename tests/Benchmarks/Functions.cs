using System.Numerics;
using ConcurrencyAnalyzers.Runtime;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>What the executors run.</summary>
internal static class Functions
{
    internal const int PrimesBelowMillion = 78_498;

    internal static int Nothing(int x) => x;

    internal static int LengthOf(SharedArray<byte> array) => array.Length;

    internal static byte[] Echo(byte[] bytes) => bytes;

    internal static int CountPrimes(int start, int end)
    {
        var count = 0;
        for (var n = Math.Max(start, 2); n < end; n++)
            count += IsPrime(n) ? 1 : 0;
        return count;
    }

    internal static (int Primes, double CpuSeconds) CountPrimesTimed(int start, int end)
    {
        var before = Environment.CpuUsage.TotalTime;
        var primes = CountPrimes(start, end);
        return (primes, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    internal static int Factorial(int n)
    {
        BigInteger product = 1;
        for (var i = 2; i <= n; i++)
            product *= i;
        return (int)(product % 1_000_000_007);
    }

    private static bool IsPrime(int n)
    {
        for (var d = 2; d <= (int)Math.Sqrt(n); d++)
        {
            if (n % d == 0)
                return false;
        }
        return true;
    }
}
