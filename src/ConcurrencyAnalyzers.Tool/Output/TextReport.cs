using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>
/// Findings for a reader: place, severity and id as compilers print them, so that editors and CI find their way; then the message, the line,
/// and each other side with its line.
/// </summary>
internal sealed class TextReport(ToolHost host)
{
    private const string Indent = "  ";

    private readonly Palette _palette = new(host.Color);

    public void Write(Finding finding)
    {
        var head = $"{_palette.Of(finding.Severity, NameOf(finding.Severity))} {finding.Id}:";
        host.Out.WriteLine(finding.Place.IsInSource ? $"{_palette.Strong(Position(finding.Place))}: {head}" : head);
        foreach (var line in TextWrap.Lines(finding.Message, host.Width - Indent.Length))
            host.Out.WriteLine(Indent + line);

        WriteSource(finding.Place, finding.Severity);
        foreach (var other in finding.Others)
        {
            // The same update on two threads is both sides of its race; its line is above.
            if (other == finding.Place)
                continue;

            // The message says what is there: the other access, or the start of the thread that comes to it.
            host.Out.WriteLine($"{Indent}see {Position(other)}");
            WriteSource(other, DiagnosticSeverity.Info);
        }

        host.Out.WriteLine();
    }

    public void Write(Crash crash, int times)
    {
        var often = times > 1 ? $" ({times} times; this is the first)" : "";
        host.Out.WriteLine($"{_palette.Of(DiagnosticSeverity.Error, "error")} AD0001: {crash.Rule} crashed in {crash.Program}{often}:");
        host.Out.WriteLine(crash.Exception.ToString());
        host.Out.WriteLine();
    }

    /// <summary>Only the first, since a program that lacks a reference can have thousands.</summary>
    public void WriteCompileErrors(string program, ImmutableArray<Finding> errors)
    {
        var first = errors[0];
        var place = first.Place.IsInSource ? $"{Position(first.Place)}: " : "";
        host.Out.WriteLine($"{program} has {Count(errors.Length, "compile error")}; what they touch is not understood. The first:");
        foreach (var line in TextWrap.Lines($"{place}{first.Id}: {first.Message}", host.Width - Indent.Length))
            host.Out.WriteLine(Indent + line);
    }

    /// <summary>A number with its noun: 1 file, 2 files.</summary>
    internal static string Count(int number, string noun) => $"{number:N0} {noun}{(number == 1 ? "" : "s")}";

    internal static string NameOf(DiagnosticSeverity severity) => severity.ToString().ToLowerInvariant();

    private string Position(Place place) => $"{host.Display(place.Path)}:{place.Line + 1}:{place.Column + 1}";

    private void WriteSource(Place place, DiagnosticSeverity severity)
    {
        if (!place.IsInSource)
            return;

        var number = (place.Line + 1).ToString().PadLeft(Indent.Length + 4);
        var excerpt = SourceExcerpt.Of(place, host.Width - number.Length - " | ".Length);
        var carets = excerpt.Carets.TrimStart();
        host.Out.WriteLine(_palette.Faint($"{number} | ") + excerpt.Text);
        host.Out.WriteLine(_palette.Faint($"{new string(' ', number.Length)} | ") + excerpt.Carets[..^carets.Length] + _palette.Of(severity, carets));
    }
}
