using System.Text.Json;

namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>What a project with the package hears from the compiler, in the frameworks and settings that users have.</summary>
public sealed class Findings(Workshop workshop)
{
    private const string Rule = "CONC0101";

    private Task<Step> DefaultBuildAsync() => workshop.BuildAsync("Cases.slnx", "-p:ErrorLog=found.sarif%2Cversion=2.1");

    [Theory]
    [InlineData("Program", "Turnstile.cs(23,", "'_visitors'", "LetIn (new Thread in Open, line 12)", "beside itself")]
    [InlineData("Program", "Till.cs(27,", "'s_sales'", "Sell (new Thread in Open, line 15)", "beside itself")]
    [InlineData("Program", "Till.cs(28,", "'s_takings'", "Sell (new Thread in Open, line 15)", "beside itself")]
    [InlineData("Standard", "Meter.cs(34,", "'_level'", "Fill (new Thread in Run, line 24)", "Drain (new Thread in Run, line 25)")]
    [InlineData("Standard", "Meter.cs(40,", "'_level'", "Drain (new Thread in Run, line 25)", "Fill (new Thread in Run, line 24)")]
    [InlineData("Classic", "Meter.cs(34,", "'_level'", "Fill (new Thread in Run, line 24)", "Drain (new Thread in Run, line 25)")]
    [InlineData("Classic", "Meter.cs(40,", "'_level'", "Drain (new Thread in Run, line 25)", "Fill (new Thread in Run, line 24)")]
    public async Task NameTheMemoryAndBothThreads(string project, string place, string memory, string thread, string other)
    {
        var build = (await DefaultBuildAsync()).Succeeds();

        var finding = build.DiagnosticsOf(project, $"warning {Rule}").SingleOrDefault(line => line.Contains(place))
            ?? throw build.Complaint($"one warning {Rule} at {place} in {project}");
        Assert.All([memory, thread, other], part => Assert.Contains(part, finding));
    }

    [Theory]
    // Two more in Estimates.cs are suppressed in the source.
    [InlineData("Program", 3)]
    [InlineData("Standard", 2)]
    [InlineData("Classic", 2)]
    public async Task AreNoMoreThanTheBugs(string project, int bugs) =>
        Assert.Equal(bugs, (await DefaultBuildAsync()).DiagnosticsOf(project, $"warning {Rule}").Count);

    [Fact]
    public async Task ShowBothSidesInSarif()
    {
        (await DefaultBuildAsync()).Succeeds();

        var sides = ResultsOf("Standard").Select(result => (Line(result.GetProperty("locations")), Line(result.GetProperty("relatedLocations"))));

        Assert.Equal([(34, 40), (40, 34)], sides);

        static int Line(JsonElement locations) => locations[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();
    }

    [Fact]
    public async Task StayInSarifWhereTheSourceSuppressesThem()
    {
        (await DefaultBuildAsync()).Succeeds();

        var suppressed = ResultsOf("Program").Where(result => result.TryGetProperty("suppressions", out _)).Select(result => result.GetProperty("message").GetProperty("text").GetString()!);

        Assert.Equal(["'_hits'", "'_misses'"], suppressed.Select(message => message[..message.IndexOf(' ')]));
    }

    [Fact]
    public async Task StopABuildThatTreatsWarningsAsErrors()
    {
        var build = (await workshop.BuildAsync("Program", "-warnaserror")).Fails();

        Assert.Equal(3, build.DiagnosticsOf("Program", $"error {Rule}").Count);
    }

    [Fact]
    public async Task StayAwayFromAProjectThatOnlyReferencesAnother()
    {
        var build = (await DefaultBuildAsync()).Succeeds();

        Assert.Empty(build.DiagnosticsOf("Follower", $"warning {Rule}"));
        Assert.Empty(build.DiagnosticsOf("Follower", $"error {Rule}"));
    }

    [Fact]
    public async Task ReachAProjectThatOnlyReferencesAnotherWhenItAsks()
    {
        var build = await AskedFollowerAsync();

        // An error, because its .editorconfig makes the whole category one: no preset stands in the way of that.
        Assert.Single(build.Fails().DiagnosticsOf("Follower", $"error {Rule}"), line => line.Contains("'_pages'"));
    }

    [Fact]
    public async Task KnowTheThreadsThatAProjectsOwnTableTellsOf()
    {
        var build = await AskedFollowerAsync();

        Assert.Single(build.DiagnosticsOf("Follower", $"error {Rule}"), line => line.Contains("'_answers'") && line.Contains("RunOnEveryCore"));
    }

    [Fact]
    public async Task StandOnTheLineOfATableThatCannotBeUsed()
    {
        var build = await AskedFollowerAsync();

        Assert.Contains("typo.concurrency.api(2,", Assert.Single(build.DiagnosticsOf("Follower", "warning CONC0002")));
    }

    private Task<Step> AskedFollowerAsync() => workshop.BuildAsync("Follower", "-p:ConcurrencyAnalyzersTransitive=true");

    private List<JsonElement> ResultsOf(string project)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(Path.Combine(workshop.FolderOf(project), "found.sarif")));
        return [.. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString() == Rule)
            .Select(result => result.Clone())];
    }
}
