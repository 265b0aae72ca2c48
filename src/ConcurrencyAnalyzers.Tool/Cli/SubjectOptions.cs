namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>What the user asked every command that looks at a program: which one, and how it is compiled.</summary>
internal abstract record SubjectOptions
{
    public string Path { get; init; } = ".";
    public string? ArgumentFile { get; init; }
    public bool Loose { get; init; }
    public string? Framework { get; init; }
    public string? Configuration { get; init; }
    public ImmutableArray<string> Properties { get; init; } = [];
}
