using ConcurrencyAnalyzers.Tool.Analysis;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>The README shows what <c>check</c> prints, and nothing that it does not.</summary>
public sealed class ReadmeTests
{
    private const string Command = "$ dotnet run --project src/ConcurrencyAnalyzers.Tool -- check samples/Counter\n";

    [Fact]
    public async Task ShowsTheOutputOfCheck()
    {
        using var sandbox = new Sandbox().With("samples/Counter/Program.cs", Read("samples/Counter/Program.cs"));
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "samples/Counter");

        var readme = Read("README.md");
        var start = readme.IndexOf(Command, StringComparison.Ordinal) + Command.Length;
        var shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
        // What follows the findings is a sum with a time in it.
        Assert.Equal(shown, outcome.Out[..(outcome.Out.IndexOf("\n\n", StringComparison.Ordinal) + 1)]);
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Sandbox.Repository, path)).ReplaceLineEndings("\n");
}
