using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>Workers die in every way and at every moment: the call that ran fails, everything else goes on, and nothing waits for ever.</summary>
public sealed class Crashes
{
    internal const int Killed = 137;
    private const int ResultFrame = 6;

    private static ProcessPoolExecutor New(int maxWorkers = 1) =>
        new ProcessPoolExecutor(new ProcessExecutorOptions { MaxWorkers = maxWorkers, Output = WorkerOutput.Discard }).Watched();

    [Fact]
    public async Task AWorkerKilledWhileItRunsFailsItsCallAndNoOther()
    {
        await using var executor = New();
        using var gate = new Gate();
        var victim = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var behind = Enumerable.Range(0, 10).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        Process.GetProcessById(visitor.ProcessId).Kill();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => victim);
        Assert.Equal((visitor.ProcessId, Killed, "SIGKILL"), (error.ProcessId, error.ExitCode, error.Signal));
        Assert.Contains(nameof(Functions.Wait), error.Message);
        Assert.Contains("SIGKILL", error.Message);
        Assert.Equal(Enumerable.Range(0, 10).Select(n => n * n), await Task.WhenAll(behind));
        Assert.Equal((2, 1), (executor.GetStatus().WorkersStarted, executor.GetStatus().WorkersCrashed));
    }

    [Fact]
    public async Task CallsThatWaitInsideAKilledWorkerMoveOn()
    {
        await using var executor = New();
        using var gate = new Gate();

        // Quick calls first, so that the next ones are sent ahead.
        for (var round = 0; round < 20; round++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(n => executor.SubmitAsync(Functions.Square, n)));
        var victim = executor.SubmitAsync(Functions.Wait, gate.Address);
        var behind = Enumerable.Range(0, 30).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        var visitor = await gate.ArrivalAsync();
        Process.GetProcessById(visitor.ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => victim);
        Assert.Equal(Enumerable.Range(0, 30).Select(n => n * n), await Task.WhenAll(behind));
    }

    [Fact]
    public async Task AWorkerKilledWhileIdleFailsNoCall()
    {
        await using var executor = New();
        for (var round = 0; round < 5; round++)
        {
            var id = await executor.SubmitAsync(static () => Environment.ProcessId);
            Process.GetProcessById(id).Kill();

            // Whether the executor knows already or not: the call was not started there.
            Assert.Equal(round * round, await executor.SubmitAsync(Functions.Square, round));
        }
    }

    [Fact]
    public async Task AWorkerThatExitsSaysItsCode()
    {
        await using var executor = New();
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.Exit(3)));
        Assert.Equal((3, null), (error.ExitCode, error.Signal));
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task AWorkerWhoseStackOverflowsLeavesItsLastWords()
    {
        await using var executor = New();
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(Recurse, 0));
        Assert.Equal("SIGABRT", error.Signal);
        Assert.Contains(nameof(Recurse), error.ErrorTail);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task AWorkerThatFailsFastLeavesItsLastWords()
    {
        await using var executor = New();
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.FailFast("my last words")));
        Assert.Contains("my last words", error.ErrorTail);
        Assert.Contains("my last words", error.Message);
    }

    [Fact]
    public async Task AWorkerThatDiesInTheMiddleOfAnAnswerFailsItsCallOnly()
    {
        await using var executor = New();
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(AnswerByHalf));
        Assert.Equal(Killed, error.ExitCode);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task AWorkerThatDiesWhileALargeArgumentIsOnItsWayFailsNothingElse()
    {
        await using var executor = New();
        var large = new byte[32 << 20];
        Random.Shared.NextBytes(large);
        using var gate = new Gate();
        var busy = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var sums = Enumerable.Range(0, 3).Select(_ => executor.SubmitAsync(static (byte[] bytes) => bytes.Sum(static b => (long)b), large)).ToArray();
        Process.GetProcessById(visitor.ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => busy);
        Assert.All(await Task.WhenAll(sums), sum => Assert.Equal(large.Sum(static b => (long)b), sum));
    }

    [Fact]
    public async Task AWorkerThatDiesWhileALargeTextIsOnItsWayFailsNothingElse()
    {
        await using var executor = New();
        var large = new string('x', 16 << 20);
        using var gate = new Gate();
        var busy = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        var lengths = Enumerable.Range(0, 3).Select(_ => executor.SubmitAsync(static (string text) => text.Length, large)).ToArray();
        Process.GetProcessById(visitor.ProcessId).Kill();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => busy);
        Assert.All(await Task.WhenAll(lengths), length => Assert.Equal(large.Length, length));
    }

    [Fact]
    public async Task ManyCrashesLeaveNothingBehind()
    {
        var executor = New(2);
        var calls = Enumerable.Range(0, 20).Select(n => n % 2 == 0
            ? executor.SubmitAsync(static (int code) => { Environment.Exit(code); return 0; }, n)
            : executor.SubmitAsync(Functions.Square, n)).ToArray();
        for (var n = 0; n < calls.Length; n++)
        {
            if (n % 2 == 0)
                Assert.Equal(n, (await Assert.ThrowsAsync<WorkerCrashedException>(() => calls[n])).ExitCode);
            else
                Assert.Equal(n * n, await calls[n]);
        }
        await executor.DisposeAsync();
        var status = executor.GetStatus();
        Assert.Equal((0, 0, 10), (status.Pending, status.Running, status.WorkersCrashed));
        Assert.Empty(status.Workers);
        Assert.DoesNotContain(Process.GetProcesses(), p => Left.IsWorkerOf(p, executor.Name));
    }

    [Fact]
    public async Task AProgramThatCannotStartWorkersSaysSoAndDoesNotWait()
    {
        var options = new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            MaxStartFailures = 2,
            Output = WorkerOutput.Discard,
            Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/no/such/hook.dll" },
        };
        await using var executor = new ProcessPoolExecutor(options).Watched();
        var error = await Assert.ThrowsAsync<BrokenExecutorException>(() => executor.SubmitAsync(Functions.Square, 3));
        Assert.Contains("/no/such/hook.dll", error.Message);
        Assert.Throws<BrokenExecutorException>(() => { _ = executor.SubmitAsync(Functions.Square, 3); });
        Assert.Equal(2, executor.GetStatus().WorkersStarted);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Recurse(int depth) => Recurse(depth + 1) + 1;

    /// <summary>Writes the head of an answer that promises more than will come, past the worker's own code, and dies.</summary>
    private static int AnswerByHalf()
    {
        var sockets = Directory.GetFiles("/proc/self/fd")
            .Where(static f => File.ResolveLinkTarget(f, false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true)
            .Select(static f => int.Parse(Path.GetFileName(f)));
        foreach (var number in sockets.Order())
        {
            try
            {
                // The first that is connected to anything is the one for answers.
                using var socket = new Socket(new SafeSocketHandle(number, ownsHandle: false));
                socket.Send([.. BitConverter.GetBytes(1000), .. BitConverter.GetBytes(ResultFrame), .. BitConverter.GetBytes(1L), 1, 2, 3]);
                break;
            }
            catch (SocketException)
            {
                // A listener of the runtime's diagnostics.
            }
        }
        Process.GetCurrentProcess().Kill();
        return 0;
    }
}
