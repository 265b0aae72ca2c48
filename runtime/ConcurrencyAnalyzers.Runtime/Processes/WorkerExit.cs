namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How a worker process ended.</summary>
internal sealed record WorkerExit(int ProcessId, int? ExitCode, string ErrorTail)
{
    // The runtime reports a signal as 128 and its number, as shells do.
    internal string? Signal => OperatingSystem.IsWindows() ? null : ExitCode switch
    {
        129 => "SIGHUP",
        130 => "SIGINT",
        131 => "SIGQUIT",
        132 => "SIGILL",
        134 => "SIGABRT",
        135 => "SIGBUS",
        136 => "SIGFPE",
        137 => "SIGKILL",
        139 => "SIGSEGV",
        143 => "SIGTERM",
        _ => null,
    };
}
