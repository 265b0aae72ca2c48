using System.Diagnostics;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>The last lines: how much was found, in how much, in what time.</summary>
internal sealed class Summary(ToolHost host)
{
    public void Write(CheckTotals totals, ImmutableArray<Finding> shown, TimeSpan elapsed)
    {
        var found = shown.IsEmpty
            ? "Nothing found"
            : string.Join(", ", shown.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key)
                .Select(group => TextReport.Count(group.Count(), TextReport.NameOf(group.Key))));
        var hidden = totals.Findings.Count - shown.Length;
        var parts = new[]
        {
            hidden > 0 ? $"{hidden:N0} below --severity" : null,
            totals.Crashes.Count > 0 ? "rules crashed (AD0001 above)" : null,
            totals.ProgramsNotLoaded > 0 ? $"{TextReport.Count(totals.ProgramsNotLoaded, "project")} not loaded" : null,
        };
        var projects = totals.Programs > 1 ? $"{TextReport.Count(totals.Programs, "project")}, " : "";
        host.Out.WriteLine(
            $"{string.Join("; ", parts.OfType<string>().Prepend(found))}: {projects}{TextReport.Count(totals.Files, "file")}, "
            + $"{TextReport.Count(totals.Lines, "line")}, {elapsed.TotalSeconds:F1} s.");
    }

    public void WriteStats(CheckTotals totals, TimeSpan elapsed)
    {
        using var process = Process.GetCurrentProcess();
        host.Out.WriteLine();
        WriteRow("wall time", $"{elapsed.TotalSeconds:F1} s");
        WriteRow("processor time", $"{Environment.CpuUsage.TotalTime.TotalSeconds:F1} s, without MSBuild");
        WriteRow("  to load", $"{totals.LoadTime.TotalSeconds:F1} s: reading, parsing, generators");
        WriteRow("  to analyse", $"{totals.AnalysisTime.TotalSeconds:F1} s: the compiler, the rules");
        WriteRow("peak memory", $"{process.PeakWorkingSet64 / 1048576.0:F0} MB");
        WriteRow("bodies bound", $"{totals.BodiesBound:N0}, by the model for the rules");
    }

    private void WriteRow(string name, string value) => host.Out.WriteLine($"  {name,-16} {value}");
}
