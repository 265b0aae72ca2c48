namespace Counting;

/// <summary>Primes by trial division.</summary>
public static class Primes
{
    public static int Below(int end)
    {
        var count = 0;
        for (var number = 2; number < end; number++)
        {
            if (IsPrime(number))
            {
                count++;
            }
        }

        return count;
    }

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
