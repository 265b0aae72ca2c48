// "Mastering Python's Multiprocessing & Multithreading", multithreading.
//
// Not pointed out there: a thread returns nothing to anybody, so the five answers are thrown away, and one that fails takes the process with it.
internal static class FetchStatus
{
    private static readonly HttpClient Client = new();

    private static int FetchUrl(string url)
    {
        using var response = Client.Send(new HttpRequestMessage(HttpMethod.Get, url));
        return (int)response.StatusCode;
    }

    private static void Main(string[] args)
    {
        var urls = Enumerable.Repeat(args is [var url] ? url : "https://www.example.com", 5);
        var threads = new List<Thread>();
        foreach (var one in urls)
        {
            var thread = new Thread(() => FetchUrl(one));
            threads.Add(thread);
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }
}
