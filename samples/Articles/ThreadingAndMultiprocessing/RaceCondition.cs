// "Threading in Python", race condition: the one bug that the articles point out. Ten threads count to a million and arrive at less:
//
//   thread A          thread B          counter
//   reads 7                             7
//                     reads 7           7
//   writes 8                            8
//                     writes 8          8
internal static class RaceCondition
{
    private static int counter;

    private static void IncrementCounter()
    {
        for (var i = 0; i < 100_000; i++)
        {
            counter += 1;  // CONC0101: 'counter' can lose an update: IncrementCounter (new Thread in a lambda, line 22) runs beside itself
        }
    }

    private static void Main()
    {
        var threads = Enumerable.Range(0, 10).Select(_ => new Thread(IncrementCounter)).ToList();

        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Console.WriteLine($"Expected counter: 1,000,000. Actual: {counter:N0}");
    }
}
