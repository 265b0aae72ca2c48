namespace ConcurrencyAnalyzers.Conventions.Tests;

/// <summary>One place where the repository does not keep its own rules.</summary>
/// <param name="Where">The file and, where there is one, the line.</param>
/// <param name="What">What is wrong there.</param>
/// <param name="Repair">What to do, best a command.</param>
public sealed record Violation(string Where, string What, string Repair)
{
    /// <inheritdoc />
    public override string ToString() => $"{Where}: {What}. Repair: {Repair}";
}

internal static class Expect
{
    public const string Update = "dotnet run --project tests/Conventions.Tests -- --update";

    public static void None(IEnumerable<Violation> violations)
    {
        var all = violations.ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }

    /// <summary>The convention sees this.</summary>
    public static void Seen(string what, IEnumerable<Violation> violations) =>
        Assert.Contains(violations, violation => violation.ToString().Contains(what, StringComparison.Ordinal));
}
