using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>One line for each figure: its value, what it is held against, and whether the budget of docs/design.md is met.</summary>
internal sealed class Report(bool json, string[] wanted)
{
    internal bool Wants(string figure) => wanted.Length == 0 || wanted.Any(figure.Contains);

    /// <param name="figure">What was measured.</param>
    /// <param name="value">Ours.</param>
    /// <param name="unit">Of both values.</param>
    /// <param name="against">What the other value is.</param>
    /// <param name="other">Measured in the same run, in turn with ours.</param>
    /// <param name="budget">The ratio that is allowed.</param>
    /// <param name="isMost">Whether the ratio must be at most the budget; otherwise at least.</param>
    internal void Add(string figure, double value, string unit, string against, double other, double budget, bool isMost)
    {
        var ratio = value / other;
        var met = isMost ? ratio <= budget : ratio >= budget;
        var bound = $"{(isMost ? "at most" : "at least")} {Text(budget)}";
        var reference = $"{against}: {Text(other)}";
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { figure, value = Round(value), unit, against = reference, ratio = Round(ratio), budget = bound, met })
            : $"{figure,-38} {Text(value),12} {unit,-4} {reference}; ratio {Text(ratio)} ({bound}) {(met ? "met" : "MISSED")}");
    }

    /// <summary>Microseconds of each of n repetitions.</summary>
    internal static double[] Sample(int n, Action once)
    {
        var us = new double[n];
        for (var i = 0; i < n; i++)
        {
            var started = Stopwatch.GetTimestamp();
            once();
            us[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        return us;
    }

    /// <summary>Both sides in turn, so that a neighbour on the machine disturbs both.</summary>
    internal static (double[] Ours, double[] Theirs) InTurn(int rounds, Func<IEnumerable<double>> ours, Func<IEnumerable<double>> theirs)
    {
        List<double> a = [], b = [];
        for (var round = -1; round < rounds; round++)
        {
            var (x, y) = (ours(), theirs());
            if (round < 0)
                continue;
            a.AddRange(x);
            b.AddRange(y);
        }
        return ([.. a.Order()], [.. b.Order()]);
    }

    internal static double At(double[] sorted, double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

    private static double Round(double value) => double.Parse(Text(value), CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture) is var text && text.Contains('E')
        ? Math.Round(value).ToString(CultureInfo.InvariantCulture)
        : text;
}
