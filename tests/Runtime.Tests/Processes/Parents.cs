using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>Workers end with the program that started them, however it ends, also in the middle of a call.</summary>
public sealed class Parents
{
    /// <summary>The argument of our own program that makes it a parent; what follows is the gate of its calls and how it ends.</summary>
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

    internal static int BeParent(string gate, string end)
    {
        var executor = new ProcessPoolExecutor(2);
        _ = executor.SubmitAsync(Functions.Wait, gate);
        _ = executor.SubmitAsync(Functions.Wait, gate);
        Console.ReadLine();
        if (end == "exits")
            Environment.Exit(0);
        return 0;
    }
}
