namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>What the process ends with; part of the documented interface (<see cref="HelpText"/>).</summary>
internal static class ExitCode
{
    /// <summary>Analysed to the end, nothing at or above the level of <c>--fail-on</c>.</summary>
    public const int Clean = 0;

    /// <summary>Analysed to the end, with findings at or above that level.</summary>
    public const int Findings = 1;

    /// <summary>Not analysed, or not to the end: a wrong argument, a project that does not load, a rule that crashed.</summary>
    public const int Failed = 2;
}
