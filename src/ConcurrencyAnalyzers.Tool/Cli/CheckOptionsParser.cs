using System.Globalization;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>Reads the words after <c>check</c>. Options and path in any order, <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CheckOptionsParser
{
    private delegate CheckOptions Flag(CheckOptions options);

    private delegate CheckOptions Setting(CheckOptions options, string value);

    private static readonly Dictionary<string, Flag> s_flags = new(StringComparer.Ordinal)
    {
        ["--loose"] = options => options with { Loose = true },
        ["--no-color"] = options => options with { NoColor = true },
        ["--stats"] = options => options with { Stats = true },
        ["--unknown"] = options => options with { Unknown = true },
        ["--self-test"] = options => options with { SelfTest = true },
    };

    private static readonly Dictionary<string, Setting> s_settings = new(StringComparer.Ordinal)
    {
        ["--framework"] = (options, value) => options with { Framework = value },
        ["--configuration"] = (options, value) => options with { Configuration = value },
        ["--property"] = (options, value) => options with { Properties = options.Properties.Add(PropertyIn(value)) },
        ["--args"] = (options, value) => options with { ArgumentFile = value },
        ["--save-args"] = (options, value) => options with { SaveArguments = value },
        ["--id"] = (options, value) => options with { Ids = options.Ids.AddRange(value.Split(',', StringSplitOptions.TrimEntries)) },
        ["--severity"] = (options, value) => options with { LeastShown = LevelIn("--severity", value, "hidden, info, warning, error") },
        ["--fail-on"] = (options, value) => options with
        {
            FailOn = value == "never" ? null : LevelIn("--fail-on", value, "info, warning, error, never"),
        },
        ["--sample"] = (options, value) => options with { Sample = NumberIn("--sample", value, least: 1) },
        ["--seed"] = (options, value) => options with { Seed = NumberIn("--seed", value, least: 0) },
        ["--format"] = (options, value) => options with { Format = FormatIn(value) },
    };

    /// <summary>Every option there is; the help names each (a test checks it).</summary>
    internal static IEnumerable<string> Names => s_flags.Keys.Concat(s_settings.Keys);

    public static CheckOptions Parse(IReadOnlyList<string> args)
    {
        var options = new CheckOptions();
        string? path = null;

        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                path = path is null
                    ? args[i]
                    : throw new ToolFailure($"check takes one path, and there are two: '{path}' and '{args[i]}'. Call it once for each.");
                continue;
            }

            var (name, value) = Split(args[i]);
            if (s_flags.TryGetValue(name, out var flag))
                options = value is null ? flag(options) : throw new ToolFailure($"{name} takes no value. Leave '={value}' out.");
            else if (!s_settings.TryGetValue(name, out var setting))
                throw new ToolFailure($"check has no option '{name}'. `concurrency check --help` lists them.");
            else if (value is not null || ++i < args.Count)
                options = setting(options, value ?? args[i]);
            else
                throw new ToolFailure($"{name} needs a value. Write it behind, as in `{name} {ExampleOf(name)}`.");
        }

        if (path is not null && options.ArgumentFile is not null)
            throw new ToolFailure($"--args stands instead of a path. Leave '{path}' or --args out.");
        if (options is { Unknown: true, Format: not OutputFormat.Text })
            throw new ToolFailure("--unknown prints a table. Leave --format out.");
        if (options is { SelfTest: true, Format: not OutputFormat.Text } or { SelfTest: true, Unknown: true })
            throw new ToolFailure("--self-test prints a table of its own. Leave --format and --unknown out.");
        if (options is { SelfTest: false, Sample: not null } or { SelfTest: false, Seed: > 0 })
            throw new ToolFailure("--sample and --seed choose what --self-test removes. Add --self-test, or leave them out.");
        return path is null ? options : options with { Path = path };
    }

    private static (string Name, string? Value) Split(string arg) =>
        arg.IndexOf('=') is var at and > 0 ? (arg[..at], arg[(at + 1)..]) : (arg, null);

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

    private static string PropertyIn(string value) =>
        value.IndexOf('=') > 0
            ? value
            : throw new ToolFailure($"--property '{value}' sets nothing. Write NAME=VALUE, as in `{ExampleOf("--property")}`.");

    private static string ExampleOf(string option) => option switch
    {
        "--framework" => "net10.0",
        "--configuration" => "Release",
        "--property" => "Platform=x64",
        "--args" or "--save-args" => "project.rsp",
        "--id" => "CONC0101",
        "--format" => "sarif",
        "--sample" or "--seed" => "50",
        _ => "warning",
    };
}
