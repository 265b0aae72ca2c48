using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>One process, one function.</summary>
public sealed class WorkerProcesses
{
    private static readonly ProcessExecutorOptions s_quiet = new() { Output = WorkerOutput.Discard };

    [Fact]
    public async Task GivesTheResultAndEnds()
    {
        await using var process = WorkerProcess.Start(static (int a, int b) => (Environment.ProcessId, a + b), 3, 4);
        Assert.True(process.Id > 0);
        Assert.Equal((process.Id, 7), await process.Completion);
        Assert.Equal(0, await process.Exited);
        Assert.DoesNotContain(process, WorkerProcess.ActiveChildren);
    }

    [Fact]
    public async Task RunsFunctionsOfEveryShape()
    {
        await using var one = WorkerProcess.Start(Functions.SquareLater, 3);
        await using var two = WorkerProcess.Start(static () => { });
        await using var three = WorkerProcess.Start(static async (string path) => await File.WriteAllTextAsync(path, "written"), Path.GetTempFileName());
        await using var four = WorkerProcess.Start(static (CancellationToken ct) => ct.CanBeCanceled);
        Assert.Equal(9, await one.Completion);
        await two.Completion;
        await three.Completion;
        Assert.True(await four.Completion);
    }

    [Fact]
    public async Task GivesTheException()
    {
        await using var process = WorkerProcess.Start(Functions.Throw, "broken", s_quiet);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => process.Completion);
        Assert.Equal("broken", error.Message);
        Assert.Equal(0, await process.Exited);
    }

    [Fact]
    public async Task SaysHowItDied()
    {
        await using var process = WorkerProcess.Start(static () => Environment.Exit(17), s_quiet);
        Assert.Equal(17, (await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion)).ExitCode);
        Assert.Equal(17, await process.Exited);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task DisposalTellsTheFunctionToStop(bool asynchronously)
    {
        using var gate = new Gate();
        var process = WorkerProcess.Start(Functions.WaitUntil, gate.Address, s_quiet with { KillGrace = TimeSpan.FromSeconds(30) });
        var visitor = await gate.ArrivalAsync();
        Assert.Contains(process, WorkerProcess.ActiveChildren);
        if (asynchronously)
            await process.DisposeAsync();
        else
            process.Dispose();
        Assert.Equal("cancelled", await visitor.FarewellAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
        Assert.True(process.Exited.IsCompleted);
    }

    [Fact]
    public async Task DisposalKillsAFunctionThatDoesNotStop()
    {
        using var gate = new Gate();
        var process = WorkerProcess.Start(Functions.Wait, gate.Address, s_quiet with { KillGrace = TimeSpan.FromMilliseconds(50) });
        var visitor = await gate.ArrivalAsync();
        await process.DisposeAsync();
        Assert.Equal("", await visitor.FarewellAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
        Assert.Equal(137, await process.Exited);
    }

    [Fact]
    public async Task IsKilledWhenAsked()
    {
        using var gate = new Gate();
        await using var process = WorkerProcess.Start(Functions.Wait, gate.Address, s_quiet);
        await gate.ArrivalAsync();
        await process.KillAsync();
        Assert.Equal("SIGKILL", (await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion)).Signal);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process.Id));
    }

    [Fact]
    public void RefusesWhatAWorkerCannotRun()
    {
        var captured = 3;
        Assert.Throws<WorkerFunctionException>(() => WorkerProcess.Start(() => captured));
    }
}
