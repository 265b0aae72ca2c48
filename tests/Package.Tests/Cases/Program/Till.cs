internal static class Till
{
    private static long s_sales;
    private static decimal s_takings;

    public static long Sales => s_sales;

    public static decimal Takings => s_takings;

    public static void Open()
    {
        var clerks = new Thread[10];
        for (var i = 0; i < clerks.Length; i++)
        {
            clerks[i] = new Thread(Sell);
            clerks[i].Start();
        }

        foreach (var clerk in clerks)
            clerk.Join();
    }

    private static void Sell()
    {
        for (var i = 0; i < 100_000; i++)
        {
            s_sales += 1;
            s_takings += 2.5m; // no Interlocked for decimal
        }
    }
}
