using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>A table for each program: how many updates have an answer, and why the others have none.</summary>
internal sealed class UnknownReport(ToolHost host)
{
    public void Write(UnknownShare share)
    {
        host.Out.WriteLine($"{share.Program}: {TextReport.Count(share.All, "update")} of memory that may be shared");
        WriteRow(share, "race", share.Races);
        WriteRow(share, "safe", share.Safe);
        WriteRow(share, "unknown", share.Unanswered);
        foreach (var (cause, number) in share.Unknown.OrderByDescending(cause => cause.Value))
            WriteRow(share, "  " + cause, number);
    }

    private void WriteRow(UnknownShare share, string name, int number) =>
        host.Out.WriteLine($"  {name,-24} {number,8:N0} {(share.All == 0 ? 0 : 100.0 * number / share.All),6:F1} %");
}
