using ConcurrencyAnalyzers.Demo.Output;
using ConcurrencyAnalyzers.Demo.Service;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>Applies the fixes, and shows what they changed.</summary>
internal static class RepairAct
{
    public static async Task<ServiceProject> ShowAsync(ServiceProject before, Screen screen)
    {
        var after = await ServiceRepair.OfAsync(before);
        foreach (var (old, repaired) in before.Written.Zip(after.Written))
        {
            var lines = LineDiff.Of((await old.GetTextAsync()).ToString(), (await repaired.GetTextAsync()).ToString()).ToList();
            if (lines.Count == 0)
                continue;

            screen.FileName(old.Name);
            lines.ForEach(screen.Diff);
            screen.Line();
        }

        var findings = await WarningsAct.FindingsAsync(before);
        var left = await WarningsAct.FindingsAsync(after);
        screen.Say($"{TextReport.Count(findings.Length, "finding")} before, {(left.IsEmpty ? "none" : $"{left.Length:N0}")} after.");
        foreach (var finding in left)
            screen.Say($"Left to a hand: {finding.Id} in {Path.GetFileName(finding.Place.Path)}, line {finding.Place.Line + 1}.");
        return after;
    }
}
