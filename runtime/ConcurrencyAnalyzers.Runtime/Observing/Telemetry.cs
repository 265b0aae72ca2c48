using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What executors tell those who observe the program: a span for each call, and figures. Free while nobody listens.</summary>
/// <remarks>Names follow OpenTelemetry's habits. Nothing here is called under a lock: listeners are somebody else's code.</remarks>
internal static class Telemetry
{
    internal const string Name = "ConcurrencyAnalyzers.Runtime";

    private const string Executor = "executor";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "executor.call.duration", "s", "From the submission of a call to the end of its task, by executor and outcome.");
    private static readonly Counter<long> s_started = s_meter.CreateCounter<long>(
        "executor.workers.started", "{worker}", "Workers that an executor has started.");
    private static readonly Counter<long> s_crashed = s_meter.CreateCounter<long>(
        "executor.workers.crashed", "{worker}", "Worker processes that ended without being asked to, by reason.");
    private static readonly Counter<long> s_frames = s_meter.CreateCounter<long>(
        "executor.frames", "{frame}", "Messages between an executor and its worker processes, by direction.");
    private static readonly Counter<long> s_bytes = s_meter.CreateCounter<long>(
        "executor.bytes", "By",
        "Bytes through the sockets between an executor and its worker processes, by direction. Large arrays do not go there.");

    // Executors with workers, for the figures that are read and not told. Those that nobody disposes are forgotten with their last user.
    private static readonly ConditionalWeakTable<IExecutor, object> s_executors = [];

    static Telemetry()
    {
        s_meter.CreateObservableUpDownCounter(
            "executor.calls.pending", () => Read(static s => s.Pending), "{call}", "Calls that no worker has yet.");
        s_meter.CreateObservableUpDownCounter(
            "executor.calls.running", () => Read(static s => s.Running), "{call}", "Calls that a worker has.");
        s_meter.CreateObservableUpDownCounter(
            "executor.workers", () => Read(static s => s.Workers.Count), "{worker}", "Workers alive, or starting.");
    }

    /// <summary>Whether a call must be followed from its start to its end.</summary>
    internal static bool FollowsCalls => s_source.HasListeners() || s_duration.Enabled;

    internal static bool CountsFrames => s_frames.Enabled || s_bytes.Enabled;

    internal static void Add(IExecutor executor) => s_executors.AddOrUpdate(executor, executor.Name);

    internal static void Remove(IExecutor executor) => s_executors.Remove(executor);

    internal static void WorkerStarted(string executor) => s_started.Add(1, Tag(Executor, executor));

    internal static void WorkerCrashed(string executor, WorkerExit exit) =>
        s_crashed.Add(1, Tag(Executor, executor), Tag("reason", exit.Signal ?? $"exit code {exit.ExitCode}"));

    internal static void Transferred(string executor, bool isSent, int frames, int bytes)
    {
        var direction = Tag("direction", isSent ? "sent" : "received");
        s_frames.Add(frames, Tag(Executor, executor), direction);
        s_bytes.Add(bytes, Tag(Executor, executor), direction);
    }

    /// <summary>Submits the call inside a span, which ends with it.</summary>
    internal static Task<T> FollowAsync<T>(
        string executor, Call<T> call, CancellationToken cancellationToken, Func<Call<T>, CancellationToken, Task<T>> submit)
    {
        var started = Stopwatch.GetTimestamp();
        var outside = Activity.Current;
        var span = s_source.StartActivity(call.ShortName, ActivityKind.Internal);
        span?.SetTag(Executor, executor);
        try
        {
            var task = submit(call, cancellationToken);
            _ = task.ContinueWith(
                ended => End(executor, span, started, ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return task;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            span?.Dispose();
            throw;
        }
        finally
        {
            // The span is the call's, not what the caller does next.
            Activity.Current = outside;
        }
    }

    /// <summary>Makes what the function traces part of its caller's trace: in the worker.</summary>
    internal static Activity Continue(string traceParent) => s_source.StartActivity("worker", ActivityKind.Internal, traceParent)
        ?? new Activity("worker").SetParentId(traceParent).Start();

    private static void End(string executor, Activity? span, long started, Task ended)
    {
        var outcome = ended.IsCompletedSuccessfully ? "result" : ended.IsCanceled ? "cancelled" : "error";
        s_duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Tag(Executor, executor), Tag("outcome", outcome));
        if (span is null)
            return;
        span.SetTag("outcome", outcome);
        if (ended.Exception?.InnerException is { } error)
            span.SetStatus(ActivityStatusCode.Error, error.Message);
        span.Dispose();
    }

    private static IEnumerable<Measurement<int>> Read(Func<ExecutorStatus, int> figure) =>
        [.. s_executors.Select(entry => new Measurement<int>(figure(entry.Key.GetStatus()), Tag(Executor, entry.Key.Name)))];

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
