using ConcurrencyAnalyzers.Tool.Analysis;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>All that a command takes from its surroundings: tests give their own, with their own rules.</summary>
/// <param name="Out">Where findings go.</param>
/// <param name="Error">Where notes and failures go, so that a pipe of <paramref name="Out"/> stays parseable.</param>
/// <param name="WorkingDirectory">Relative arguments start here, and paths below it are printed relative to it.</param>
/// <param name="Analyzers">The rules that run.</param>
/// <param name="Width">Columns that output may fill.</param>
/// <param name="Color">Whether <paramref name="Out"/> understands colours.</param>
internal sealed record ToolHost(
    TextWriter Out, TextWriter Error, string WorkingDirectory, ImmutableArray<DiagnosticAnalyzer> Analyzers, int Width, bool Color)
{
    /// <summary>What a file or a pipe gets, and the least that a terminal is taken for.</summary>
    internal const int UsualWidth = 80;

    // Longer lines than this are harder to read than wrapped ones.
    private const int WidestWidth = 120;

    public static ToolHost OfThisProcess() => new(
        Console.Out, Console.Error, Directory.GetCurrentDirectory(), OurAnalyzers.All, WidthOfTerminal(), IsColorTerminal());

    /// <summary>Says something about the surroundings that the user should know and need not act on.</summary>
    public void Note(string text) => Error.WriteLine($"note: {text}");

    /// <summary>The path as the user would type it: relative below the working directory, else whole.</summary>
    public string Display(string path)
    {
        var relative = Path.GetRelativePath(WorkingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static int WidthOfTerminal() =>
        Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Math.Clamp(Console.WindowWidth, UsualWidth, WidestWidth);

    private static bool IsColorTerminal() =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";
}
