namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary><c>.ci/run</c> ends with a sum that nobody can take for a success when it was none.</summary>
public sealed class ContinuousIntegration : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("concurrency-ci-").FullName;

    [Theory]
    [InlineData("every test passes", "total: 4|failed: 0|succeeded: 4|skipped: 0", 0, "4 passed, 0 failed")]
    [InlineData("a test fails", "error: 1||total: 4|failed: 1|succeeded: 3", 2, "3 passed, 1 failed")]
    [InlineData("a project crashes, all its finished tests have passed", "error: 1||total: 4|failed: 0|succeeded: 4", 1, "4 passed, 1 failed")]
    [InlineData("two projects run no test", "error: 2||total: 4|failed: 0|succeeded: 4", 1, "4 passed, 2 failed")]
    [InlineData("no project runs a test", "error: 1||total: 0|failed: 0|succeeded: 0", 8, "0 passed, 1 failed")]
    [InlineData("no test runs and nobody minds", "total: 0|failed: 0|succeeded: 0", 0, "0 passed, 1 failed")]
    [InlineData("the runner itself breaks after the last test", "total: 4|failed: 0|succeeded: 4", 134, "4 passed, 1 failed")]
    public async Task SumsUpWhen(string what, string summary, int exitCode, string sum)
    {
        var run = await RunAsync($"{what}\n\nTest run summary: so so!\n" + string.Join('\n', summary.Split('|').Select(line => "  " + line)), exitCode);

        Assert.Equal(sum, LastLine(run));
        Assert.Equal(sum.EndsWith(" 0 failed"), run.ExitCode == 0);
    }

    [Theory]
    [InlineData("error CS1002: ; expected", 1)]
    [InlineData("", 0)]
    // Only the summary counts, not what a test prints.
    [InlineData("  succeeded: 12", 0)]
    public async Task CountsARunWithoutASummaryAsAFailure(string output, int exitCode)
    {
        var run = await RunAsync(output, exitCode);

        Assert.Equal("0 passed, 1 failed", LastLine(run));
        run.Fails();
    }

    /// <summary>Removes the command that stood in for dotnet.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The real script with a <c>dotnet</c> that only prints.</summary>
    private Task<Step> RunAsync(string output, int exitCode)
    {
        var standIn = Path.Combine(_folder, "dotnet");
        File.WriteAllText(standIn, $"#!/usr/bin/env bash\ncat <<'END'\n{output}\nEND\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(standIn, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var path = new Dictionary<string, string> { ["PATH"] = _folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH") };
        return Command.RunAsync("bash", _folder, path, Path.Combine(Machine.RepositoryRoot, ".ci", "run"));
    }

    private static string LastLine(Step run) => run.Output.TrimEnd().Split('\n')[^1];
}
