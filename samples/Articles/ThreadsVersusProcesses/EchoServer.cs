// "Concurrent Programming with Python: Threads vs. Processes", web server. It ends with Ctrl-C.
//
// Not pointed out there: a thread for each client that connects, however many do, and nobody waits for any of them: when the server shuts down,
// its clients' threads go on, and keep the process alive as long as a client likes.
using System.Net;
using System.Net.Sockets;
using System.Text;

internal static class EchoServer
{
    private static void HandleClient(Socket client)
    {
        var address = client.RemoteEndPoint;
        Console.WriteLine($"Accepted connection from {address}");
        try
        {
            var buffer = new byte[1024];
            while (true)
            {
                var length = client.Receive(buffer);
                if (length == 0)
                {
                    break;
                }

                Console.WriteLine($"Received from {address}: {Encoding.UTF8.GetString(buffer, 0, length)}");
                client.Send(buffer, length, SocketFlags.None);
            }
        }
        catch (SocketException e)
        {
            Console.WriteLine($"Error with connection from {address}: {e.Message}");
        }
        finally
        {
            client.Close();
            Console.WriteLine($"Connection from {address} closed");
        }
    }

    private static void StartServer(IPAddress host, int port)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        server.Bind(new IPEndPoint(host, port));
        server.Listen(5);
        Console.WriteLine($"Server listening on {server.LocalEndPoint}");

        Console.CancelKeyPress += (_, interrupt) =>
        {
            interrupt.Cancel = true;
            server.Close();
        };

        try
        {
            while (true)
            {
                var client = server.Accept();
                var thread = new Thread(() => HandleClient(client));  // CONC0301: nothing waits // misses CONC0303: one thread for each client
                thread.Start();  // see CONC0301
            }
        }
        catch (SocketException)
        {
            Console.WriteLine("Server shutting down...");
        }
    }

    private static void Main(string[] args) => StartServer(IPAddress.Loopback, args is [var port] ? int.Parse(port) : 12345);
}
