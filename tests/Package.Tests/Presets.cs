namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>One property chooses all severities; what the user's own configuration says of a rule still wins (Till.cs has such a line).</summary>
public sealed class Presets(Workshop workshop)
{
    [Fact]
    public async Task StrictStopsTheBuild()
    {
        var build = (await workshop.BuildAsync("Program", "-p:ConcurrencyAnalysisMode=Strict")).Fails();

        Assert.Contains(build.DiagnosticsOf("Program", "error CONC0101"), line => line.Contains("Turnstile.cs"));
        Assert.DoesNotContain(build.DiagnosticsOf("Program", "error CONC0101"), line => line.Contains("Till.cs"));
        Assert.All(build.DiagnosticsOf("Program", "warning CONC0101"), line => Assert.Contains("Till.cs", line));
    }

    [Fact]
    public async Task NoneIsSilent()
    {
        // In any case of letters: file names have case on some systems, MSBuild's values have none.
        var build = (await workshop.BuildAsync("Program", "-p:ConcurrencyAnalysisMode=none")).Succeeds();

        Assert.Equal(2, build.DiagnosticsOf("Program", "warning CONC0101").Count(line => line.Contains("Till.cs")));
        build.PrintsNo("Turnstile.cs");
    }

    [Fact]
    public async Task SuggestionsStayOutOfTheBuild()
    {
        var build = (await workshop.BuildAsync("Program", "-p:ConcurrencyAnalysisMode=Suggestions", "-p:ErrorLog=suggested.sarif%2Cversion=2.1")).Succeeds();

        build.PrintsNo("Turnstile.cs");
        Assert.Contains("Turnstile.cs", await File.ReadAllTextAsync(Path.Combine(workshop.FolderOf("Program"), "suggested.sarif"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AWrongNameIsOneErrorThatListsTheRightOnes()
    {
        var build = (await workshop.BuildAsync("Program", "-p:ConcurrencyAnalysisMode=Strickt")).Fails();

        var error = Assert.Single(build.DiagnosticsOf("Program", "error CONC0010"));
        Assert.Contains("'Strickt'", error);
        Assert.Contains("Default, None, Strict, Suggestions", error);
        build.Prints("1 Error(s)");
    }
}
