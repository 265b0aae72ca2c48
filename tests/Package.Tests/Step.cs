namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>A command that has ended, and all that is needed to see why it ended so.</summary>
internal sealed record Step(string Directory, string CommandLine, int ExitCode, string Output)
{
    public Step Succeeds() => ExitCode == 0 ? this : throw Complaint("exit code 0");

    public Step Fails() => ExitCode != 0 ? this : throw Complaint("an exit code other than 0");

    public Step Prints(params string[] parts) =>
        parts.FirstOrDefault(part => !Output.Contains(part, StringComparison.Ordinal)) is { } missing ? throw Complaint($"the output '{missing}'") : this;

    public Step PrintsNo(string part) => Output.Contains(part, StringComparison.Ordinal) ? throw Complaint($"no output '{part}'") : this;

    /// <summary>The lines that the compiler or MSBuild wrote for a project, each once: the summary repeats them.</summary>
    public IReadOnlyList<string> DiagnosticsOf(string project, string code) =>
        [.. Output.Split('\n').Select(line => line.Trim()).Where(line => line.Contains($" {code}: ") && line.EndsWith($"{project}.csproj]")).Distinct()];

    public Exception Complaint(string expected) =>
        new Xunit.Sdk.XunitException($"Expected {expected} of\n  cd {Directory}\n  {CommandLine}\nIt ended with exit code {ExitCode} and printed\n{Output}");
}
