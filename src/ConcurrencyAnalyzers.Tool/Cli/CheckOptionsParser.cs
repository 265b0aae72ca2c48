using System.Globalization;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>Reads the words after <c>check</c>.</summary>
internal static class CheckOptionsParser
{
    private static readonly OptionReader<CheckOptions> s_reader = new(
        "check",
        new()
        {
            ["--no-color"] = static options => options with { NoColor = true },
            ["--stats"] = static options => options with { Stats = true },
            ["--unknown"] = static options => options with { Unknown = true },
            ["--self-test"] = static options => options with { SelfTest = true },
        },
        new()
        {
            ["--save-args"] = ("project.rsp", static (options, value) => options with { SaveArguments = value }),
            ["--id"] = ("CONC0101", static (options, value) => options with { Ids = options.Ids.AddRange(value.Split(',', StringSplitOptions.TrimEntries)) }),
            ["--severity"] = ("warning", static (options, value) => options with { LeastShown = LevelIn("--severity", value, "hidden, info, warning, error") }),
            ["--fail-on"] = ("warning", static (options, value) => options with
            {
                FailOn = value == "never" ? null : LevelIn("--fail-on", value, "info, warning, error, never"),
            }),
            ["--sample"] = ("50", static (options, value) => options with { Sample = NumberIn("--sample", value, least: 1) }),
            ["--seed"] = ("50", static (options, value) => options with { Seed = NumberIn("--seed", value, least: 0) }),
            ["--format"] = ("sarif", static (options, value) => options with { Format = FormatIn(value) }),
        });

    internal static IEnumerable<string> Names => s_reader.Names;

    public static CheckOptions Parse(IReadOnlyList<string> args)
    {
        var options = s_reader.Read(args);
        if (options is { Unknown: true, Format: not OutputFormat.Text })
            throw new ToolFailure("--unknown prints a table. Leave --format out.");
        if (options is { SelfTest: true, Format: not OutputFormat.Text } or { SelfTest: true, Unknown: true })
            throw new ToolFailure("--self-test prints a table of its own. Leave --format and --unknown out.");
        if (options is { SelfTest: false, Sample: not null } or { SelfTest: false, Seed: > 0 })
            throw new ToolFailure("--sample and --seed choose what --self-test removes. Add --self-test, or leave them out.");
        return options;
    }

    private static DiagnosticSeverity LevelIn(string option, string value, string allowed) =>
        allowed.Split(", ").Contains(value) && Enum.TryParse<DiagnosticSeverity>(value, ignoreCase: true, out var level)
            ? level
            : throw new ToolFailure($"{option} '{value}' is no level. Write one of: {allowed}.");

    private static int NumberIn(string option, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new ToolFailure($"{option} '{value}' is no number. Write a whole number from {least} on.");

    private static OutputFormat FormatIn(string value) => value switch
    {
        "text" => OutputFormat.Text,
        "sarif" => OutputFormat.Sarif,
        _ => throw new ToolFailure($"--format '{value}' is unknown. Write one of: text, sarif."),
    };
}
