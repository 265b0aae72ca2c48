using System.Text.Json;

namespace ConcurrencyAnalyzers.Benchmarks;

/// <summary>One measured number, beside what it is measured against in the same run and what it may be at most.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Against">What else was measured in the same run, alternating with it.</param>
/// <param name="Other">That number, in the same unit.</param>
/// <param name="Budget">The most that <see cref="Value"/> may be; null where the figure only explains another.</param>
internal sealed record Figure(string Name, double Value, string Unit, string Against, double Other, double? Budget = null)
{
    private double Ratio => Other == 0 ? 0 : Value / Other;

    private bool? IsMet => Budget is { } most ? Value <= most : null;

    public string ToJson() => JsonSerializer.Serialize(new
    {
        figure = Name,
        value = Math.Round(Value, 2),
        unit = Unit,
        against = $"{Against}: {Math.Round(Other, 2)} {Unit}",
        ratio = Math.Round(Ratio, 2),
        budget = Budget,
        met = IsMet,
    });

    public override string ToString() =>
        $"{Name}: {Value:0.00} {Unit} ({Against}: {Other:0.00}, ratio {Ratio:0.00}){(Budget is { } most ? $", budget {most:0.##}: {(IsMet == true ? "met" : "MISSED")}" : "")}";
}
