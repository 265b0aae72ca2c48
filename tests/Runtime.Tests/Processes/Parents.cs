using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>Programs with workers, in processes of their own: how they end, and where they run.</summary>
public sealed class Parents
{
    /// <summary>The argument of our own program that makes it a parent; what follows is the gate of its calls and what it does.</summary>
    internal const string Role = "--parent";

    [Theory, InlineData("killed"), InlineData("returns"), InlineData("exits")]
    public async Task NoWorkerOutlivesItsParent(string end)
    {
        using var gate = new Gate();
        using var parent = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Role, gate.Address, end]) { RedirectStandardInput = true })!;
        var visitors = new[] { await gate.ArrivalAsync(), await gate.ArrivalAsync() };
        if (end == "killed")
            parent.Kill();
        else
            parent.StandardInput.WriteLine();

        // The system closes what a process held when it ends: the end of the stream is the end of the worker.
        Assert.Equal("", await visitors[0].FarewellAsync());
        Assert.Equal("", await visitors[1].FarewellAsync());
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task CtrlCEndsTheProgramAndItsWorkers()
    {
        using var gate = new Gate();
        using var parent = StartGroup(gate.Address, "waits");
        var visitors = new[] { await gate.ArrivalAsync(), await gate.ArrivalAsync() };
        await InterruptAsync(parent);
        Assert.Equal("", await visitors[0].FarewellAsync());
        Assert.Equal("", await visitors[1].FarewellAsync());
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, parent.ExitCode);
    }

    [Fact]
    public async Task CtrlCThatTheProgramHandlesLeavesItsWorkersAloneAndTheSecondEndsThem()
    {
        using var gate = new Gate();
        using var parent = StartGroup(gate.Address, "handles");
        var first = await gate.ArrivalAsync();
        var second = await gate.ArrivalAsync();
        await InterruptAsync(parent);
        Assert.Equal("handled", await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        // The workers work on, and the calls end as ever.
        first.Release();
        Assert.Equal("one has ended", await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await InterruptAsync(parent);
        Assert.Equal("", await second.FarewellAsync());
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, parent.ExitCode);
    }

    [Fact]
    public async Task LinesOfWorkersArriveWholeAndWithTheirName()
    {
        var lines = await LinesOfAsync(new ProcessStartInfo(Environment.ProcessPath!, [Role, "", "prints"]));
        Assert.Equal(400, lines.Count);
        Assert.All(lines, line => Assert.Matches(@"^\[printers-\d\] \d+ x{500}$", line));
        Assert.Equal(400, lines.Select(line => line[(line.IndexOf(' ') + 1)..]).Distinct().Count());
    }

    [Fact]
    public async Task NeitherAHomeNorATemporaryFolderIsNeeded()
    {
        var lines = await LinesOfAsync(new ProcessStartInfo(Environment.ProcessPath!, [Role, "", "prints"])
        {
            Environment = { ["HOME"] = "/proc/none", ["TMPDIR"] = "/proc/none" },
        });
        Assert.Equal(400, lines.Count);
    }

    [Fact]
    public async Task TheProgramMayStandInAnyFolder()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "mit Lücke und 日本");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);

        // The program itself is no link: its host looks for the others beside it.
        var name = Path.GetFileNameWithoutExtension(typeof(Parents).Assembly.Location);
        foreach (var real in new[] { name, $"{name}.dll" })
        {
            File.Delete(Path.Combine(folder, real));
            File.Copy(Path.Combine(AppContext.BaseDirectory, real), Path.Combine(folder, real));
        }
        var lines = await LinesOfAsync(new ProcessStartInfo(Path.Combine(folder, name), [Role, "", "prints"]) { WorkingDirectory = folder });
        Assert.Equal(400, lines.Count);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    internal static int BeParent(string gate, string end)
    {
        if (end == "prints")
        {
            using var printers = new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = 2, Name = "printers" });
            Task.WaitAll(Enumerable.Range(0, 4).Select(n => printers.SubmitAsync(Print, 100 * n)));
            return 0;
        }

        var executor = new ProcessPoolExecutor(2);
        Task[] calls = [executor.SubmitAsync(Functions.Wait, gate), executor.SubmitAsync(Functions.Wait, gate)];
        if (end is "handles" or "waits")
        {
            var isHandled = false;
            Console.CancelKeyPress += (_, e) =>
            {
                e.Cancel = end == "handles" && !isHandled;
                isHandled = true;
                if (e.Cancel)
                    Console.WriteLine("handled");
            };
            Task.WaitAny(calls);
            Console.WriteLine("one has ended");
            Task.WaitAll(calls);
        }
        Console.ReadLine();
        if (end == "exits")
            Environment.Exit(0);
        return 0;
    }

    private static void Print(int first)
    {
        for (var n = 0; n < 100; n++)
            Console.WriteLine($"{first + n} {new string('x', 500)}");
    }

    /// <summary>Starts a parent as a shell starts what runs in the foreground: in a group of its own.</summary>
    private static Process StartGroup(string gate, string end) => Process.Start(
        new ProcessStartInfo("setsid", [Environment.ProcessPath!, Role, gate, end]) { RedirectStandardOutput = true })!;

    private static async Task InterruptAsync(Process group)
    {
        using var kill = Process.Start("kill", ["-INT", "--", $"-{group.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> LinesOfAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var parent = Process.Start(start)!;
        var lines = new List<string>();
        while (await parent.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            lines.Add(line);
        await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, parent.ExitCode);
        return lines;
    }
}
