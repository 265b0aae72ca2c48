// An echo server that computes: no thread waits for a client, none computes here.
using System.Net;
using System.Net.Sockets;
using ConcurrencyAnalyzers.Runtime;

internal static class ComputingServer
{
    private static async Task Main()
    {
        await using var executor = new ProcessPoolExecutor(2);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOneAsync(listener, executor);

        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var stream = client.GetStream();
        await stream.WriteAsync("hello\nworld\n"u8.ToArray());
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        Console.WriteLine((await reader.ReadToEndAsync()).TrimEnd());
        await serving;
        listener.Stop();
    }

    private static async Task ServeOneAsync(TcpListener listener, IExecutor executor)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        while (await reader.ReadLineAsync() is { } line)
            await writer.WriteLineAsync(await executor.SubmitAsync(Work, line));
    }

    private static string Work(string line) => line.ToUpperInvariant();
}
