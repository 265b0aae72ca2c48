namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>Reads the words behind a command. Options and path in any order, <c>--name value</c> or <c>--name=value</c>.</summary>
/// <typeparam name="T">What the command wants to know.</typeparam>
internal sealed class OptionReader<T>
    where T : SubjectOptions, new()
{
    private readonly string _command;
    private readonly Dictionary<string, Func<T, T>> _flags;
    private readonly Dictionary<string, (string Example, Func<T, string, T> Set)> _settings;

    /// <param name="command">As the user types it.</param>
    /// <param name="flags">Options without a value, those of every command left out.</param>
    /// <param name="settings">Options with a value, and an example of one.</param>
    public OptionReader(string command, Dictionary<string, Func<T, T>> flags, Dictionary<string, (string Example, Func<T, string, T> Set)> settings)
    {
        _command = command;
        _flags = new(flags, StringComparer.Ordinal)
        {
            ["--loose"] = static options => With(options with { Loose = true }),
        };
        _settings = new(settings, StringComparer.Ordinal)
        {
            ["--framework"] = ("net10.0", static (options, value) => With(options with { Framework = value })),
            ["--configuration"] = ("Release", static (options, value) => With(options with { Configuration = value })),
            ["--property"] = ("Platform=x64", (options, value) => With(options with { Properties = options.Properties.Add(PropertyIn(value)) })),
            ["--args"] = ("project.rsp", static (options, value) => With(options with { ArgumentFile = value })),
        };
    }

    /// <summary>Every option there is; the help names each (a test checks it).</summary>
    public IEnumerable<string> Names => _flags.Keys.Concat(_settings.Keys);

    public T Read(IReadOnlyList<string> args)
    {
        var options = new T();
        string? path = null;

        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                path = path is null
                    ? args[i]
                    : throw new ToolFailure($"{_command} takes one path, and there are two: '{path}' and '{args[i]}'. Call it once for each.");
                continue;
            }

            var (name, value) = Split(args[i]);
            if (_flags.TryGetValue(name, out var flag))
                options = value is null ? flag(options) : throw new ToolFailure($"{name} takes no value. Leave '={value}' out.");
            else if (!_settings.TryGetValue(name, out var setting))
                throw new ToolFailure($"{_command} has no option '{name}'. `concurrency {_command} --help` lists them.");
            else if (value is not null || ++i < args.Count)
                options = setting.Set(options, value ?? args[i]);
            else
                throw new ToolFailure($"{name} needs a value. Write it behind, as in `{name} {setting.Example}`.");
        }

        if (path is not null && options.ArgumentFile is not null)
            throw new ToolFailure($"--args stands instead of a path. Leave '{path}' or --args out.");
        return path is null ? options : With(options with { Path = path });
    }

    // A copy is of the type that was copied.
    private static T With(SubjectOptions copy) => (T)copy;

    private static (string Name, string? Value) Split(string arg) =>
        arg.IndexOf('=') is var at and > 0 ? (arg[..at], arg[(at + 1)..]) : (arg, null);

    private string PropertyIn(string value) =>
        value.IndexOf('=') > 0
            ? value
            : throw new ToolFailure($"--property '{value}' sets nothing. Write NAME=VALUE, as in `{_settings["--property"].Example}`.");
}
