namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>What the user asked of <c>declare</c>; <see cref="HelpText.Declare"/> says what each means.</summary>
internal sealed record DeclareOptions : SubjectOptions
{
    private static readonly OptionReader<DeclareOptions> s_reader = new(
        "declare",
        new()
        {
            ["--dry-run"] = static options => options with { DryRun = true },
            ["--diff"] = static options => options with { Diff = true, DryRun = true },
        },
        []);

    internal static IEnumerable<string> Names => s_reader.Names;

    /// <summary>Says what it would declare and writes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>As a patch.</summary>
    public bool Diff { get; init; }

    public static DeclareOptions Parse(IReadOnlyList<string> args) => s_reader.Read(args);
}
