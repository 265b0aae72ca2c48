using System.Diagnostics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Processes;

/// <summary>Calls that would not end are ended, workers that have done enough are replaced, and calls that kill are recognized.</summary>
public sealed class Limits
{
    private static ProcessPoolExecutor New(ProcessExecutorOptions options) =>
        new ProcessPoolExecutor(options with { Output = WorkerOutput.Discard }).Watched();

    [Fact]
    public async Task AFunctionThatIgnoresItsTimeIsKilledAndNothingElseIs()
    {
        var clock = new ManualClock();
        await using var executor = New(
            new ProcessExecutorOptions { MaxWorkers = 1, KillGrace = TimeSpan.FromMilliseconds(50), TimeProvider = clock });
        using var gate = new Gate();
        var endless = executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(50) }).SubmitAsync(Functions.Wait, gate.Address);
        var behind = Enumerable.Range(0, 20).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        var visitor = await gate.ArrivalAsync();
        clock.Advance(TimeSpan.FromMilliseconds(60));
        Assert.False(endless.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(60));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => endless);
        Assert.Contains($"{visitor.ProcessId} was killed", error.Message);
        Assert.Equal("", await visitor.FarewellAsync());
        Assert.Equal(Enumerable.Range(0, 20).Select(n => n * n), await Task.WhenAll(behind));
        var status = executor.GetStatus();
        Assert.Equal((0, 1), (status.WorkersCrashed, status.WorkersKilled));
    }

    [Fact]
    public async Task AStoppedWorkerIsEndedByTheLimitOfItsCall()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, KillGrace = TimeSpan.FromMilliseconds(50) });
        var id = await executor.SubmitAsync(static () => Environment.ProcessId);
        using (var stop = System.Diagnostics.Process.Start("kill", ["-STOP", $"{id}"]))
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        var limited = executor.With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        await Assert.ThrowsAsync<TimeoutException>(() => limited.SubmitAsync(Functions.Square, 3));
        Assert.NotEqual(id, await executor.SubmitAsync(static () => Environment.ProcessId));
    }

    [Fact]
    public async Task ACancelledFunctionThatDoesNotNoticeIsKilledIfAsked()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, CancelGrace = TimeSpan.FromMilliseconds(50) });
        using var gate = new Gate();
        using var source = new CancellationTokenSource();
        for (var round = 0; round < 10; round++)
            await Task.WhenAll(Enumerable.Range(0, 100).Select(n => executor.SubmitAsync(Functions.Square, n)));
        var endless = executor.SubmitAsync(Functions.Wait, gate.Address, source.Token);
        var behind = Enumerable.Range(0, 20).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        var visitor = await gate.ArrivalAsync();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal(TaskStatus.Canceled, endless.Status);
        Assert.Equal("", await visitor.FarewellAsync());
        Assert.Equal(Enumerable.Range(0, 20).Select(n => n * n), await Task.WhenAll(behind));
    }

    [Fact]
    public async Task DisposalEndsWhatDoesNotEndInTime()
    {
        var clock = new ManualClock();
        using var gate = new Gate();
        var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, ShutdownTimeout = TimeSpan.FromSeconds(5), TimeProvider = clock });
        var endless = executor.SubmitAsync(Functions.Wait, gate.Address);
        var pending = executor.SubmitAsync(Functions.Square, 3);
        var visitor = await gate.ArrivalAsync();
        var disposal = executor.DisposeAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(disposal.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        await disposal;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Equal("", await visitor.FarewellAsync());
    }

    /// <summary>The answers of the elements before it wait for the end of the batch; they must not be lost with it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AnElementThatKillsItsWorkerIsOneResultOfMany(int workers)
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = workers });
        for (var round = 0; round < 5; round++)
        {
            Expect(3, await Run(static n => n == 13 ? Exit() : n));
            Expect(Crashes.Killed, await Run(static n => n == 13 ? Kill() : n));
        }

        async Task<List<MapResult<int>>> Run(Func<int, int> function) =>
            await executor.MapAsync(function, Enumerable.Range(0, 30), new MapOptions { ChunkSize = 1 }).Results.ToListAsync();

        static void Expect(int exitCode, List<MapResult<int>> results)
        {
            Assert.Equal(exitCode, Assert.IsType<WorkerCrashedException>(results[13].Error).ExitCode);
            Assert.Equal(Enumerable.Range(0, 30).Where(n => n != 13), results.Where(r => r.Index != 13).Select(r => r.Value));
        }

        static int Exit()
        {
            Environment.Exit(3);
            return 0;
        }

        static int Kill()
        {
            Process.GetCurrentProcess().Kill();
            return 0;
        }
    }

    [Fact]
    public async Task ACallThatMayBeRepeatedIsGivenToAnotherWorker()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1 });
        var mark = Path.GetTempFileName();
        File.Delete(mark);
        var again = executor.With(new CallOptions { Retries = 1 });
        Assert.Equal(7, await again.SubmitAsync(static (string path) =>
        {
            if (!File.Exists(path))
            {
                File.WriteAllText(path, "was here");
                Environment.Exit(3);
            }
            return 7;
        }, mark));
        File.Delete(mark);
        Assert.Equal(1, executor.GetStatus().WorkersCrashed);
        await Assert.ThrowsAsync<FormatException>(() => again.SubmitAsync(static int () => throw new FormatException()));
        Assert.Equal(1, executor.GetStatus().WorkersCrashed);
    }

    [Fact]
    public async Task ACallThatKillsTwiceIsPoison()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1 });
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() =>
            executor.With(new CallOptions { Retries = 10, Name = "venom" }).SubmitAsync(static () => Environment.Exit(3)));
        Assert.Equal(2, error.Crashes);
        Assert.Contains("venom", error.Message);
        Assert.Contains("not tried again", error.Message);
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task NothingButCrashesSlowsTheReplacementDown()
    {
        var clock = new ManualClock();
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, TimeProvider = clock });
        for (var n = 0; n < 3; n++)
            await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.Exit(3)));
        var waiting = executor.SubmitAsync(Functions.Square, 3);
        Assert.Empty(executor.GetStatus().Workers);
        clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.Empty(executor.GetStatus().Workers);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single(executor.GetStatus().Workers);
        Assert.Equal(9, await waiting);

        // A call that ended well has ended the series.
        await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.Exit(3)));
        Assert.Equal(9, await executor.SubmitAsync(Functions.Square, 3));
    }

    [Fact]
    public async Task TheDelayDoublesUpToItsCap()
    {
        var clock = new ManualClock();
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, TimeProvider = clock });
        for (var n = 0; n < 3; n++)
            await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.Exit(3)));
        foreach (var pause in (int[])[50, 100, 200, 400, 800, 1600, 3200, 6400, 6400])
        {
            var next = executor.SubmitAsync(static () => Environment.Exit(3));
            clock.Advance(TimeSpan.FromMilliseconds(pause - 1));
            Assert.Empty(executor.GetStatus().Workers);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Single(executor.GetStatus().Workers);
            await Assert.ThrowsAsync<WorkerCrashedException>(() => next);
        }
    }

    [Fact]
    public async Task AllWorkersCanBeKilledAtOnceAndCallsThatWaitGoOn()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 2 });
        using var gate = new Gate();
        var running = Enumerable.Range(0, 2).Select(_ => executor.SubmitAsync(Functions.Wait, gate.Address)).ToArray();
        _ = await gate.ArrivalAsync();
        _ = await gate.ArrivalAsync();
        var pending = Enumerable.Range(0, 5).Select(n => executor.SubmitAsync(Functions.Square, n)).ToArray();
        await executor.KillWorkersAsync();
        foreach (var call in running)
            Assert.Equal("SIGKILL", (await Assert.ThrowsAsync<WorkerCrashedException>(() => call)).Signal);
        Assert.Equal((int[])[0, 1, 4, 9, 16], await Task.WhenAll(pending));
        Assert.Equal((0, 2), (executor.GetStatus().WorkersCrashed, executor.GetStatus().WorkersKilled));
    }

    [Fact]
    public async Task AWorkerIsReplacedAfterItsShareOfCallsAlsoWithABacklog()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 2, MaxTasksPerWorker = 1000 });
        var used = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => executor.SubmitAsync(static () => Environment.ProcessId)));
        Assert.All(used.CountBy(id => id), worker => Assert.InRange(worker.Value, 1, 1000));
        Assert.Equal(0, executor.GetStatus().WorkersCrashed);

        var mapped = await executor.MapAsync(static (int _) => Environment.ProcessId, Enumerable.Range(0, 3000),
            new MapOptions { ChunkSize = 100 }).ToListAsync();
        Assert.True(mapped.Distinct().Count() >= 3);
    }

    [Fact]
    public async Task AWorkerThatHoldsTooMuchMemoryIsReplaced()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, MaxWorkerMemory = 300 << 20 });
        var first = await executor.SubmitAsync(static () => Environment.ProcessId);
        Assert.Equal(first, await executor.SubmitAsync(static () => Environment.ProcessId));
        await executor.SubmitAsync(static () =>
        {
            var much = GC.AllocateUninitializedArray<byte>(400 << 20);
            much.AsSpan().Fill(1);
            AppContext.SetData("leak", much);
        });

        // Memory is looked at between calls, and not at each of them.
        while (await executor.SubmitAsync(static () => Environment.ProcessId) == first)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(0, executor.GetStatus().WorkersCrashed);
    }

    [Fact]
    public async Task AnInitializerThatDoesNotEndIsNoWorker()
    {
        await using var executor = New(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            MaxStartFailures = 1,
            StartTimeout = TimeSpan.FromSeconds(2),
            Initializer = WorkerInitializer.Of(static () => Thread.Sleep(Timeout.Infinite)),
        });
        var error = await Assert.ThrowsAsync<BrokenExecutorException>(() => executor.SubmitAsync(Functions.Square, 3));
        Assert.Contains("StartTimeout", error.Message);
    }

    [Fact]
    public async Task AnInitializerThatEndsItsProcessIsNoWorker()
    {
        await using var executor = New(new ProcessExecutorOptions
        {
            MaxWorkers = 1,
            MaxStartFailures = 1,
            Initializer = WorkerInitializer.Of(static (int code) => Environment.Exit(code), 17),
        });
        var error = await Assert.ThrowsAsync<BrokenExecutorException>(() => executor.SubmitAsync(Functions.Square, 3));
        Assert.Contains("17", error.Message);
    }

    [Fact]
    public async Task WorkersBelieveInAsManyProcessorsAsTheyAreTold()
    {
        await using var executor = New(new ProcessExecutorOptions { MaxWorkers = 1, ProcessorsPerWorker = 1 });
        Assert.Equal(1, await executor.SubmitAsync(static () => Environment.ProcessorCount));
    }

    [Fact]
    public async Task SomeWorkersStayHoweverIdle()
    {
        var clock = new ManualClock();
        await using var executor = New(
            new ProcessExecutorOptions { MaxWorkers = 2, MinWorkers = 1, IdleTimeout = TimeSpan.FromMinutes(1), TimeProvider = clock });
        await executor.WarmUpAsync();
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(executor.GetStatus().Workers, w => w.State == WorkerState.Idle);
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(executor.GetStatus().Workers, w => w.State == WorkerState.Idle);
    }
}
