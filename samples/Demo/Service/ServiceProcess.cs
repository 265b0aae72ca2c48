using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>The service in a process of its own, on a port of this machine that nobody else uses. Disposal ends it.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly HttpClient _client;

    private ServiceProcess(Process process, string address)
    {
        _process = process;

        // A request that never ends is an answer, too: the service hangs.
        _client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(1) };
    }

    public static async Task<ServiceProcess> StartAsync(string assembly)
    {
        var dotnet = Path.Combine(ReferencePacks.DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(dotnet, ["exec", assembly, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            RedirectStandardOutput = true,
        };

        // The line with the address, and no line for each request.
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        var process = Process.Start(start)!;
        try
        {
            return new ServiceProcess(process, await AddressAsync(process));
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Nothing much: what a client waits for who asks for nothing much.</summary>
    public void Ping() => Send(new HttpRequestMessage(HttpMethod.Get, "/"));

    /// <summary>Counts the words of files.</summary>
    /// <returns>The number of their lines, as the service has it.</returns>
    public int CountWords(IEnumerable<string> files) => int.Parse(Send(new HttpRequestMessage(HttpMethod.Post, "/words") { Content = JsonContent.Create(files) }));

    /// <summary>Counts primes.</summary>
    public int CountPrimes(int end) => int.Parse(Send(new HttpRequestMessage(HttpMethod.Post, "/primes") { Content = new StringContent($"{end}") }));

    /// <summary>What it has counted since it started.</summary>
    public async Task<Totals> TotalsAsync() => (await _client.GetFromJsonAsync<Totals>("/totals"))!;

    public void Dispose()
    {
        _client.Dispose();
        End(_process);
    }

    private static async Task<string> AddressAsync(Process process)
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Read to the end, or the service stops where its pipe is full.
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new DemoFailure("The service ended before it listened; what it said about that stands above."));
            else if (Address().Match(line.Data) is { Success: true } match)
                address.TrySetResult(match.Value);
        };
        process.BeginOutputReadLine();
        try
        {
            return await address.Task.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            throw new DemoFailure($"The service has not started within {s_patience.TotalSeconds} seconds.");
        }
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    // On the caller's thread: what is measured must not wait for a thread of the demo.
    private string Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = _client.Send(request))
        {
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(response.Content.ReadAsStream());
            return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

/// <summary>What the service has counted.</summary>
internal sealed record Totals(long Words, long Letters, int[] Lengths)
{
    public long ByLength => Lengths.Sum(count => (long)count);
}
