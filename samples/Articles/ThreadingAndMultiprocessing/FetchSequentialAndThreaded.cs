// "Threading in Python", threading for I/O-bound tasks.
//
// Not pointed out there: the threads share a list. Python's append is one step; List<T>.Add is several, and two at once lose an answer or break the list.
using System.Diagnostics;

internal static class FetchSequentialAndThreaded
{
    private static readonly HttpClient Client = new();
    private static readonly List<string> Results = [];

    private static string FetchUrl(string url)
    {
        using var response = Client.Send(new HttpRequestMessage(HttpMethod.Get, url));
        return $"{url}: {(int)response.StatusCode}";
    }

    private static void FetchInThread(string url)
    {
        Results.Add(FetchUrl(url));  // CONC0104: FetchInThread (new Thread in Main
    }

    private static void Main(string[] args)
    {
        var urls = args.Length > 0
            ? args
            : ["https://www.google.com", "https://www.github.com", "https://www.python.org", "https://www.stackoverflow.com"];

        var start = Stopwatch.GetTimestamp();
        foreach (var url in urls)
        {
            Console.WriteLine(FetchUrl(url));
        }

        Console.WriteLine($"Sequential time: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2}s");

        start = Stopwatch.GetTimestamp();
        var threads = new List<Thread>();
        foreach (var url in urls)
        {
            var thread = new Thread(() => FetchInThread(url));
            threads.Add(thread);
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        foreach (var result in Results)
        {
            Console.WriteLine(result);
        }

        Console.WriteLine($"Threaded time: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2}s");
    }
}
