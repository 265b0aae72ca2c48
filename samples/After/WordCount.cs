namespace Counting;

/// <summary>Counts words, a thread for each file.</summary>
public static class WordCount
{
    /// <returns>The number of lines.</returns>
    public static int Of(string[] files)
    {
        var lines = 0;
        var threads = new List<Thread>();
        Thread thread = null!;
        foreach (var file in files)
        {
            thread = new Thread(() =>
            {
                foreach (var line in File.ReadLines(file))
                {
                    Interlocked.Increment(ref lines);
                    foreach (var word in line.Split(' '))
                    {
                        Totals.Add(word);
                    }
                }
            });
            thread.Start();
            threads.Add(thread);
        }

        foreach (var started in threads)
        {
            started.Join();
        }

        return lines;
    }
}
