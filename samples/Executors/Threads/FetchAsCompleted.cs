// Fetching URLs, five at a time, as they complete: waiting needs no thread. The site is this program.
using System.Net;
using System.Net.Sockets;

internal static class FetchAsCompleted
{
    private static async Task Main()
    {
        using var site = new HttpListener();
        var address = $"http://127.0.0.1:{Port()}/";
        site.Prefixes.Add(address);
        site.Start();
        var serving = ServeAsync(site);
        using var client = new HttpClient();
        using var places = new SemaphoreSlim(5);
        var total = 0;
        await foreach (var fetched in Task.WhenEach(Enumerable.Range(1, 20).Select(n => FetchAsync(client, places, address + n))))
            total += await fetched;
        site.Stop();
        await serving;
        Console.WriteLine($"fetched {total}");
    }

    private static async Task<int> FetchAsync(HttpClient client, SemaphoreSlim places, string url)
    {
        await places.WaitAsync();
        try
        {
            return (await client.GetStringAsync(url)).Length;
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task ServeAsync(HttpListener site)
    {
        try
        {
            while (true)
            {
                var context = await site.GetContextAsync();
                context.Response.Close("page"u8.ToArray(), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private static int Port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
