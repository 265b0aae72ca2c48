using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConcurrencyAnalyzers.Runtime;
using Runtime.Tests.Contract;
using Runtime.Tests.Support;

namespace Runtime.Tests.Observing;

/// <summary>What those who observe the program are told.</summary>
public sealed class Traces
{
    private const string Source = "ConcurrencyAnalyzers.Runtime";

    [Theory, InlineData(false), InlineData(true)]
    public async Task ACallIsASpanOfItsCallersTraceAlsoInTheWorker(bool inProcesses)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using IExecutor executor = inProcesses ? new ProcessPoolExecutor(1) : new ThreadPoolExecutor(1);
        using var outer = new Activity("outer").Start();

        var seen = await executor.With(new CallOptions { Name = "traced" }).SubmitAsync(
            static () => (Activity.Current!.TraceId.ToHexString(), Activity.Current.ParentSpanId.ToHexString()));
        Assert.Same(outer, Activity.Current);
        await Assert.ThrowsAsync<InvalidOperationException>(() => executor.SubmitAsync(Functions.Throw, "no luck"));

        while (spans.Count(s => s.TraceId == outer.TraceId) < 2)
            await Task.Yield();
        var mine = spans.Where(s => s.TraceId == outer.TraceId).ToList();
        var good = Assert.Single(mine, s => s.DisplayName == "traced");
        Assert.Equal(outer.SpanId, good.ParentSpanId);
        Assert.Equal("result", good.GetTagItem("outcome"));
        Assert.Equal(executor.Name, good.GetTagItem("executor"));
        Assert.Equal((outer.TraceId.ToHexString(), (inProcesses ? good.SpanId : outer.SpanId).ToHexString()), seen);
        var bad = Assert.Single(mine, s => s != good);
        Assert.Equal((ActivityStatusCode.Error, "no luck"), (bad.Status, bad.StatusDescription));
    }

    [Fact]
    public async Task AWorkerJoinsTheTraceThoughNobodyListensHere()
    {
        await using var executor = new ProcessPoolExecutor(1).Watched();
        Assert.Null(await executor.SubmitAsync(static () => Activity.Current?.Id));
        using var outer = new Activity("outer").Start();
        Assert.Equal(outer.TraceId.ToHexString(), await executor.SubmitAsync(static () => Activity.Current?.TraceId.ToHexString()));
        outer.Stop();
        Assert.Null(await executor.SubmitAsync(static () => Activity.Current?.Id));
    }

    [Fact]
    public async Task FiguresSayWhatHappened()
    {
        var told = new ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == Source)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => told.Enqueue((i.Name, v, new(tags.ToArray()))));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => told.Enqueue((i.Name, v, new(tags.ToArray()))));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => told.Enqueue((i.Name, v, new(tags.ToArray()))));
        listener.Start();

        var name = $"measured {Guid.NewGuid()}";
        double Sum(string figure, string? tag = null, object? value = null) => told
            .Where(t => t.Name == figure && Equals(t.Tags["executor"], name) && (tag is null || Equals(t.Tags[tag], value))).Sum(t => t.Value);
        int Count(string outcome) => told.Count(
            t => t.Name == "executor.call.duration" && Equals(t.Tags["executor"], name) && Equals(t.Tags["outcome"], outcome));

        using var gate = new Gate();
        var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { Name = name, MaxWorkers = 1, Output = WorkerOutput.Discard }).Watched();
        await executor.SubmitAsync(Functions.Square, 3);
        await Assert.ThrowsAsync<WorkerCrashedException>(() => executor.SubmitAsync(static () => Environment.Exit(3)));
        var running = executor.SubmitAsync(Functions.Wait, gate.Address);
        var visitor = await gate.ArrivalAsync();
        listener.RecordObservableInstruments();
        Assert.Equal((1, 1), (Sum("executor.calls.running"), Sum("executor.workers")));
        visitor.Release();
        await running;
        await executor.DisposeAsync();

        while (Count("result") + Count("error") < 3)
            await Task.Yield();
        Assert.Equal((2, 1), (Count("result"), Count("error")));
        Assert.Equal(2, Sum("executor.workers.started"));
        Assert.Equal(1, Sum("executor.workers.crashed", "reason", "exit code 3"));

        // Three calls, three functions of which one had to be defined to each of two workers at most; two answers.
        Assert.Equal(6, Sum("executor.frames", "direction", "sent"));
        Assert.Equal(2, Sum("executor.frames", "direction", "received"));
        Assert.True(Sum("executor.bytes", "direction", "sent") > 0);
    }

    [Fact]
    public async Task NoFramePassesBetweenAWriteInAWorkerAndItsReadHere()
    {
        var frames = 0L;
        var name = $"measured {Guid.NewGuid()}";
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == Source && instrument.Name == "executor.frames")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, v, tags, _) =>
        {
            if (tags.ToArray().Any(t => Equals(t.Value, name)))
                Interlocked.Add(ref frames, v);
        });
        listener.Start();
        await using var executor = new ProcessPoolExecutor(new ProcessExecutorOptions { Name = name, MaxWorkers = 1 }).Watched();
        using var array = new SharedArray<int>(2);
        var call = executor.SubmitAsync(static (SharedArray<int> shared) =>
        {
            for (var n = 1; n <= 1000; n++)
            {
                while (Volatile.Read(ref shared[1]) != n - 1)
                    Thread.Yield();
                Volatile.Write(ref shared[0], n);
            }
        }, array);
        while (Volatile.Read(ref array[0]) != 1)
            await Task.Yield();
        var before = Interlocked.Read(ref frames);
        for (var n = 1; n < 1000; n++)
        {
            Volatile.Write(ref array[1], n);
            while (Volatile.Read(ref array[0]) != n + 1)
                Thread.Yield();
        }
        var between = Interlocked.Read(ref frames) - before;
        await call;
        Assert.InRange(between, 0, 1);
    }
}
