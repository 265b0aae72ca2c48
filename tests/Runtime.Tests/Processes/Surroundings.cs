using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>What workers have in common with their parent, and who does not get in.</summary>
public sealed class Surroundings
{
    /// <summary>The argument of our own program that makes it a parent; what it does follows.</summary>
    internal const string Role = "--surroundings";

    [Fact]
    public async Task WorkersHaveTheCultureTheDirectoryAndTheVariablesOfTheirParent()
    {
        // The tests run without data of cultures: all are written alike there, and must be allowed to exist.
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Role, "settings"])
        {
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "0" },
        };
        Assert.Equal(
            [
                "system ''", "current 'de-DE' 'de-DE'", "default 'fr-FR' ''", "again 'de-DE' 'it-IT'", "own 'de-DE'",
                "map 'de-DE' 'it-IT'", "back '' ''", "directory True", "variable set", "removed none",
            ],
            await LinesOfAsync(start));
    }

    [Fact]
    public async Task ACultureThatTheWorkerLacksFailsTheCallsInItAndNoOthers()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Role, "strange culture"])
        {
            Environment = { ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "0" },
        };
        var lines = await LinesOfAsync(start);
        Assert.Contains("'de-DE'", lines[0]);
        Assert.Equal("9", lines[^1]);
    }

    [Fact]
    public async Task ToolsThatWatchTheProgramDoNotWatchItsWorkers() =>
        Assert.Equal(["9"], await LinesOfAsync(new ProcessStartInfo(Environment.ProcessPath!, [Role, "watched"])));

    [Fact]
    public async Task CodeThatWasChangedWhileTheProgramRunsIsNotRunByWorkers()
    {
        var lines = await LinesOfAsync(new ProcessStartInfo(Environment.ProcessPath!, [Role, "reloaded"]));
        Assert.Equal("9", lines[0]);
        Assert.Contains("hot reload", lines[1]);
    }

    [Fact]
    public async Task AStrangerOnTheSocketIsTurnedAwayAndThePoolGoesOn()
    {
        Socket? stranger = null;
        while (stranger is null)
        {
            await using var executor = new ProcessPoolExecutor(1).Watched();
            var call = executor.SubmitAsync(Functions.Square, 3);

            // The listener is there until the worker has connected; we come before.
            while (!call.IsCompleted && stranger is null)
                stranger = Listeners().Select(Connect).FirstOrDefault(static socket => socket is not null);
            if (stranger is not null)
                Say(stranger, new byte[16]);
            Assert.Equal(9, await call);
            Assert.Equal((1, 0), (executor.GetStatus().WorkersStarted, executor.GetStatus().WorkersCrashed));
        }
        Assert.True(IsClosed(stranger));
        stranger.Dispose();
    }

    [Fact]
    public async Task TheRightProcessWithTheWrongSecretIsTurnedAwayToo()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            Environment = new Dictionary<string, string?>
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(Surroundings).Assembly.Location,
                [Impostor.Variable] = "yes",
            },
        }).Watched();
        Assert.Equal("dropped", await executor.SubmitAsync(static () => AppContext.GetData(Impostor.Outcome) as string));
        Assert.Equal((1, 0), (executor.GetStatus().WorkersStarted, executor.GetStatus().WorkersCrashed));
    }

    [Fact]
    public async Task AWorkerWithoutMemoryFailsTheCallThatWantsIt()
    {
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            Environment = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x4000000" },
        }).Watched();
        await Assert.ThrowsAsync<OutOfMemoryException>(() => executor.SubmitAsync(static () => new byte[100 << 20].Length));
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
        Assert.Equal(1, executor.GetStatus().WorkersStarted);
    }

    internal static int BeParent(string what)
    {
        switch (what)
        {
            case "settings":
                Environment.CurrentDirectory = "/";
                Environment.SetEnvironmentVariable("SURROUNDINGS", "set");
                break;
            case "watched":
                Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", "/nowhere/Microsoft.Extensions.DotNetDeltaApplier.dll");
                break;
        }
        using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = null,
                ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = what == "strange culture" ? "1" : "0",
            },
        });
        if (what == "settings")
        {
            SayCultures(executor);
            var (directory, variable, home) = executor.SubmitAsync(static () => (Environment.CurrentDirectory,
                Environment.GetEnvironmentVariable("SURROUNDINGS"), Environment.GetEnvironmentVariable("HOME") ?? "none")).Result;
            Console.WriteLine($"directory {directory == "/"}\nvariable {variable}\nremoved {home}");
            return 0;
        }
        if (what == "strange culture")
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            try
            {
                executor.SubmitAsync(Functions.Square, 3).GetAwaiter().GetResult();
            }
            catch (WorkerFunctionException e)
            {
                Console.WriteLine(e.Message);
            }
            CultureInfo.CurrentCulture = CultureInfo.InstalledUICulture;
        }
        Console.WriteLine(executor.SubmitAsync(Functions.Square, 3).Result);
        if (what == "reloaded")
        {
            // As the runtime does after a change.
            var handler = typeof(ProcessPoolExecutor).Assembly.GetCustomAttribute<System.Reflection.Metadata.MetadataUpdateHandlerAttribute>()!.HandlerType;
            handler.GetMethod("UpdateApplication", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [null]);
            try
            {
                _ = executor.SubmitAsync(Functions.Square, 3);
            }
            catch (WorkerFunctionException e)
            {
                Console.WriteLine(e.Message);
            }
        }
        return 0;
    }

    private static void SayCultures(ProcessPoolExecutor executor)
    {
        Console.WriteLine($"system '{CultureInfo.InstalledUICulture.Name}'");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("de-DE");
        Say("current");

        // On a thread that has no culture of its own.
        CultureInfo.DefaultThreadCurrentCulture = new CultureInfo("fr-FR");
        var other = new Thread(() => Say("default"));
        other.UnsafeStart();
        other.Join();
        CultureInfo.CurrentUICulture = new CultureInfo("it-IT");
        Say("again");
        Console.WriteLine($"own '{CultureInfo.CurrentCulture.Name}'");
        Console.WriteLine($"map {executor.MapAsync(static _ => Cultures(), [0]).ToListAsync().AsTask().Result[0]}");
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InstalledUICulture;
        Say("back");

        void Say(string which) => Console.WriteLine($"{which} {executor.SubmitAsync(Cultures).Result}");

        static string Cultures() => $"'{CultureInfo.CurrentCulture.Name}' '{CultureInfo.CurrentUICulture.Name}'";
    }

    /// <summary>The sockets on which executors of this process wait for a worker.</summary>
    private static IEnumerable<string> Listeners() => File.ReadAllLines("/proc/net/unix")
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1])
        .Where(static name => name.StartsWith($"@conc-{Environment.ProcessId}-")).Distinct();

    private static Socket? Connect(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint($"\0{name[1..]}"));
            return socket;
        }
        catch (SocketException)
        {
            // The listener was there a moment ago. A socket that has failed to connect cannot be used again.
            socket.Dispose();
            return null;
        }
    }

    private static void Say(Socket socket, byte[] secret)
    {
        try
        {
            socket.Send(secret);
        }
        catch (SocketException)
        {
            // It was turned away before it could say anything.
        }
    }

    private static bool IsClosed(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<string[]> LinesOfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var parent = Process.Start(start)!;
        var lines = await parent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parent.ExitCode);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
