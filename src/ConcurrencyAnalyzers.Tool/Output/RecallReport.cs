using ConcurrencyAnalyzers.Tool.Cli;
using ConcurrencyAnalyzers.Tool.SelfTest;

namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>For each program: how many removals would have been caught, by kind; the others by reason and place.</summary>
internal sealed class RecallReport(ToolHost host)
{
    public void Write(Recall recall)
    {
        var missed = recall.Trials.Where(static trial => trial.Miss is not null).ToImmutableArray();
        foreach (var trial in missed)
            host.Out.WriteLine($"{host.Display(trial.Place.Path)}:{trial.Place.Line + 1}:{trial.Place.Column + 1}: {NameOf(trial.Removal.Kind)} missed: {trial.Miss}");
        if (!missed.IsEmpty)
            host.Out.WriteLine();

        host.Out.WriteLine($"{recall.Program}: {recall.Caught:N0} of {TextReport.Count(recall.Trials.Length, "removal")} would have been caught, {recall.Warned:N0} by a warning{ChosenFrom(recall)}");
        foreach (var kind in recall.Trials.GroupBy(static trial => trial.Removal.Kind).OrderBy(static kind => kind.Key))
            WriteRow(NameOf(kind.Key), $"{kind.Count(static trial => trial.Miss is null),6:N0} of {kind.Count(),6:N0}");
        if (missed.IsEmpty)
            return;

        if (recall.Bugs > 0 && recall.Bugs < recall.Trials.Length)
            host.Out.WriteLine($"{recall.Caught:N0} of the {recall.Bugs:N0} that can be a bug: {recall.Caught * 100 / recall.Bugs} %");
        host.Out.WriteLine($"the {missed.Length:N0} missed, by reason");
        foreach (var reason in missed.GroupBy(static trial => trial.Miss!).OrderByDescending(static reason => reason.Count()).ThenBy(static reason => reason.Key, StringComparer.Ordinal))
            WriteRow(reason.Key, $"{reason.Count(),6:N0}");
    }

    private static string ChosenFrom(Recall recall)
    {
        var left = recall.Found - recall.Trials.Length - recall.Uncompilable;
        var parts = new[]
        {
            left > 0 ? $"chosen from {recall.Found:N0}" : null,
            recall.Uncompilable > 0 ? $"{recall.Uncompilable:N0} more do not compile" : null,
        }.OfType<string>().ToList();
        return parts.Count == 0 ? "" : $" ({string.Join("; ", parts)})";
    }

    private static string NameOf(RemovalKind kind) => kind == RemovalKind.Interlocked ? nameof(RemovalKind.Interlocked) : kind == RemovalKind.Join ? nameof(RemovalKind.Join) : kind.ToString().ToLowerInvariant();

    private void WriteRow(string name, string value) => host.Out.WriteLine($"  {name,-64} {value}");
}
