using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The calls that end with their worker, sorted by what their callers are told.</summary>
[NotThreadSafe]
internal sealed class LostCalls
{
    /// <summary>They ran when the worker ended, and how many workers they have seen end.</summary>
    internal List<(PendingCall Call, int Crashes)> Victims { get; } = [];

    internal List<PendingCall> Cancelled { get; } = [];

    /// <summary>The worker was killed because they had not ended in time.</summary>
    internal List<PendingCall> Overdue { get; } = [];

    /// <summary>It has no caller; the executor itself wants to know.</summary>
    internal PendingCall? Initializer { get; set; }

    internal bool HasVictims => Victims.Count > 0;

    /// <summary>Ends their tasks. Not under a lock: continuations that must run on the thread that ends a task are somebody else's code.</summary>
    internal void End(WorkerExit exit, TimeSpan grace)
    {
        foreach (var (call, crashes) in Victims)
            call.Fail(new WorkerCrashedException(call.Subject, exit, crashes));
        foreach (var call in Cancelled)
            call.Cancel();
        foreach (var call in Overdue)
            call.Fail(new TimeoutException(
                $"{call.Subject} has run longer than its limit of {call.Options.Timeout}, and had not ended {grace} after it was told to stop: " +
                    $"worker process {exit.ProcessId} was killed."));
    }
}
