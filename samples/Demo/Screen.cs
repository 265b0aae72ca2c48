using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Demo;

/// <summary>What the reader sees: at most 80 columns, in colour on a terminal only.</summary>
internal sealed class Screen(TextWriter output, bool color)
{
    public const int Width = ToolHost.UsualWidth;

    private readonly Palette _palette = new(color);

    public static Screen OfThisProcess() => new(Console.Out, ToolHost.OfThisProcess().Color);

    public TextWriter Out => output;

    /// <summary>Starts a part of the demo.</summary>
    public void Heading(int number, string title)
    {
        output.WriteLine();
        output.WriteLine(_palette.Strong($"{number}. {title}"));
        output.WriteLine();
    }

    /// <summary>A paragraph.</summary>
    public void Say(string text)
    {
        foreach (var line in TextWrap.Lines(text, Width))
            output.WriteLine(line);
    }

    /// <summary>A line as it is.</summary>
    public void Line(string line = "") => output.WriteLine(line);

    /// <summary>Says which file the next lines are from.</summary>
    public void FileName(string name) => output.WriteLine(_palette.Strong(name));

    /// <summary>Answers and the right one, beside each other.</summary>
    public void Answer(string what, string found, bool isRight, string remark) =>
        output.WriteLine($"  {what,-20} {found,15}   {_palette.Of(isRight ? DiagnosticSeverity.Info : DiagnosticSeverity.Error, isRight ? "right" : "WRONG")}{(remark == "" ? "" : "  " + remark)}");

    /// <summary>A line of a diff. Longer ones are cut: a terminal would break them anywhere.</summary>
    public void Diff(string line)
    {
        var shown = line.Length <= Width ? line : line[..(Width - 1)] + "…";
        output.WriteLine(line switch
        {
            ['+', ..] => color ? $"\e[32m{shown}\e[0m" : shown,
            ['-', ..] => color ? $"\e[31m{shown}\e[0m" : shown,
            _ => _palette.Faint(shown),
        });
    }

    /// <summary>The report of <c>check</c>, with paths as seen from a folder.</summary>
    public TextReport ReportFrom(string folder) => new(new ToolHost(output, output, folder, OurAnalyzers.All, Width, color));
}
