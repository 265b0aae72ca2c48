// The articles' ten threads that count to ten, without the lock. Run it often enough and it counts to nine:
//
//   thread A              thread B              counter
//   temp = counter   (4)                        4
//                         temp = counter   (4)  4
//   counter = temp + 1                          5
//                         counter = temp + 1    5
//
// Its second mistake is the articles' own: only the last thread gets into the list, so only that one is waited for.
internal static class Program
{
    private static int counter;

    private static void IncrementCounter()
    {
        var temp = counter;
        counter = temp + 1;
        Console.WriteLine($"Counter: {counter}");
    }

    private static void Main()
    {
        var threads = new List<Thread>();
        Thread thread = null!;

        for (var i = 0; i < 10; i++)
        {
            thread = new Thread(IncrementCounter);
            thread.Start();
        }

        threads.Add(thread);

        foreach (var started in threads)
        {
            started.Join();
        }

        Console.WriteLine($"Final counter value: {counter}");
    }
}
