using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(ExitCode.Clean)]
    [InlineData(ExitCode.Clean, "--fail-on", "error")]
    [InlineData(ExitCode.Clean, "--fail-on", "never")]
    [InlineData(ExitCode.Findings, "--fail-on", "warning")]
    [InlineData(ExitCode.Findings, "--fail-on", "info")]
    [InlineData(ExitCode.Findings, "--fail-on", "warning", "--severity", "error")]
    [InlineData(ExitCode.Findings, "--fail-on", "warning", "--format", "sarif")]
    public async Task WarningsFailOnRequest(int expected, params string[] options)
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { int _n; void Add() { _n++; } }\n");

        Assert.Equal(expected, (await sandbox.RunAsync(["check", .. options])).ExitCode);
    }

    [Fact]
    public async Task NothingFoundIsCleanAtEveryLevel()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { }\n");

        Assert.Equal(ExitCode.Clean, (await sandbox.RunAsync("check", "--fail-on", "info")).ExitCode);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("sarif")]
    public async Task ARuleThatCrashesFailsWithItsException(string format)
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { int _n; void Add() { _n++; } }\n");
        var outcome = await sandbox.RunAsync([new CrashingRule(), new StepRule()], "check", "--fail-on", "never", "--format", format);

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("AD0001: CrashingRule crashed in .", outcome.Out);
        Assert.Contains("System.InvalidOperationException: a bug of the rule", outcome.Out);
        Assert.Contains("at ConcurrencyAnalyzers.Tool.Tests.CrashingRule.", outcome.Out);

        // The other rules' findings are still worth having.
        Assert.Contains("TEST0001", outcome.Out);
    }
}
