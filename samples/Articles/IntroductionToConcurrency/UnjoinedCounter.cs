// "Python and concurrency: An introduction to threading and multiprocessing", synchronization and locks, as far as the first of its two listings goes.
//
// Not pointed out there: ten threads are started and nobody waits for any; the list stays empty.
internal static class UnjoinedCounter
{
    private static readonly Lock Gate = new();
    private static int counter;

    private static void IncrementCounter()
    {
        lock (Gate)
        {
            var temp = counter;
            counter = temp + 1;
            Console.WriteLine($"Counter: {counter}");
        }
    }

    private static void Main()
    {
        var threads = new List<Thread>();

        for (var i = 0; i < 10; i++)
        {
            var thread = new Thread(IncrementCounter);  // CONC0301
            thread.Start();  // see CONC0301
        }
    }
}
