namespace ConcurrencyAnalyzers.Tool.Cli;

internal enum OutputFormat
{
    Text,
    Sarif,
}

/// <summary>What the user asked of <c>check</c>; <see cref="HelpText.Check"/> says what each means.</summary>
internal sealed record CheckOptions : SubjectOptions
{
    public string? SaveArguments { get; init; }
    public ImmutableArray<string> Ids { get; init; } = [];
    public DiagnosticSeverity LeastShown { get; init; } = DiagnosticSeverity.Info;

    /// <summary>Null: no finding fails the command.</summary>
    public DiagnosticSeverity? FailOn { get; init; } = DiagnosticSeverity.Error;

    public OutputFormat Format { get; init; }
    public bool NoColor { get; init; }
    public bool Stats { get; init; }
    public bool Unknown { get; init; }
    public bool SelfTest { get; init; }

    /// <summary>Null: every removal.</summary>
    public int? Sample { get; init; }

    public int Seed { get; init; }
}
