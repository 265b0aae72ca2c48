// "Simpler concurrency with concurrent.futures", ThreadPoolExecutor. Without a bug.
using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;

internal static class FetchWithExecutor
{
    private static readonly HttpClient Client = new();

    private static string FetchUrl(string url)
    {
        using var response = Client.Send(new HttpRequestMessage(HttpMethod.Get, url));
        return $"{url}: {(int)response.StatusCode}";
    }

    private static async Task Main(string[] args)
    {
        var urls = args.Length > 0
            ? args
            : ["https://www.google.com", "https://www.github.com", "https://www.python.org", "https://www.stackoverflow.com"];

        var start = Stopwatch.GetTimestamp();
        await using (var executor = new ThreadPoolExecutor(4))
        {
            await foreach (var result in executor.MapAsync(FetchUrl, urls))
            {
                Console.WriteLine(result);
            }
        }

        Console.WriteLine($"ThreadPoolExecutor time: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2}s");
    }
}
