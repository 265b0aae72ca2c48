namespace ConcurrencyAnalyzers.Runtime;

/// <summary>The worker process that ran the call ended before it answered: killed, exited, or out of memory or stack.</summary>
/// <remarks>
/// <para>Only calls that the worker had started end so; others go to another worker. Whether the function did its work before the end is
/// unknown.</para>
/// <para><b>Source.</b> Python's <c>BrokenProcessPool</c>, which every pending call gets, and which says neither who has died nor of what.</para>
/// </remarks>
public sealed class WorkerCrashedException : ExecutorException
{
    internal WorkerCrashedException(string subject, WorkerExit exit, int crashes) : base(Describe(subject, exit, crashes))
    {
        Crashes = crashes;
        ProcessId = exit.ProcessId;
        ExitCode = exit.ExitCode;
        Signal = exit.Signal;
        ErrorTail = exit.ErrorTail;
    }

    /// <summary>The id of the process that ended.</summary>
    public int ProcessId { get; }

    /// <summary>How many workers have ended while they ran this call: more than one if it was tried again.</summary>
    public int Crashes { get; }

    /// <summary>Its exit code; null if it could not be learnt. 128 and a signal's number if a signal ended it.</summary>
    public int? ExitCode { get; }

    /// <summary>The signal that ended it, as <c>SIGKILL</c>; null if none did.</summary>
    public string? Signal { get; }

    /// <summary>The last 4,096 characters that it wrote to its standard error.</summary>
    public string ErrorTail { get; }

    private static string Describe(string subject, WorkerExit exit, int crashes)
    {
        var how = exit.Signal is { } signal ? $"was ended by {signal}" : exit.ExitCode is { } code ? $"exited with code {code}" : "ended";
        var words = exit.ErrorTail.Length == 0 ? "It wrote nothing to its standard error." : $"Its last words:{Environment.NewLine}{exit.ErrorTail}";
        var again = crashes < 2 ? "" : $" {crashes} workers have ended in this call, which is the likely reason: it is not tried again.";
        return $"Worker process {exit.ProcessId} {how} while it ran a call. {subject} may have done part of its work.{again} {words}";
    }
}
