internal static class Primes
{
    public static int Below(int end)
    {
        var count = 0;
        for (var number = 2; number < end; number++)
            count += IsPrime(number) ? 1 : 0;
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
