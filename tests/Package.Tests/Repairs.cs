namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>The repair as a user without an editor gets it: <c>dotnet format</c> on a program in which two files race.</summary>
public sealed class Repairs(Workshop workshop)
{
    private static readonly string[] Format = ["format", "analyzers", "Program", "--diagnostics", "CONC0101", "--severity", "warn", "--no-restore"];

    [Fact]
    public async Task AreAskedForWhereAnythingIsLeftToRepair()
    {
        var check = (await CheckBeforeAsync()).Fails();

        Assert.Equal(3, check.Output.Split('\n').Count(line => line.Contains("warning CONC0101: ")));
    }

    [Fact]
    public async Task ChangeEverySiteInEveryFile()
    {
        await FormatAsync();

        Assert.Contains("            Interlocked.Increment(ref _visitors); // one more\n", workshop.ReadRepaired("Program/Turnstile.cs"));
        Assert.Contains("            Interlocked.Increment(ref s_sales);\n", workshop.ReadRepaired("Program/Till.cs"));
        Assert.Contains(
            """
                        lock (s_gate)
                        {
                            s_takings += 2.5m; // no Interlocked for decimal
                        }

            """,
            workshop.ReadRepaired("Program/Till.cs"));
    }

    [Fact]
    public async Task LeaveWhatTheUserHasSuppressed()
    {
        await FormatAsync();

        Assert.Equal(workshop.ReadOriginal("Program/Estimates.cs"), workshop.ReadRepaired("Program/Estimates.cs"));
    }

    [Fact]
    public async Task LeaveAProgramThatBuildsCleanAndCountsRight()
    {
        await FormatAsync();

        (await workshop.RepairAsync("build", ["build", "Program", "--no-restore", "-warnaserror", "-p:UseSharedCompilation=false", "-nodeReuse:false"])).Succeeds();
        (await workshop.RepairAsync("run", ["Program/bin/Debug/net10.0/Program.dll"])).Succeeds()
            .Prints("1000000 visitors, 1000000 sales, 2500000.0 taken", "144 from another process, 1 page turned");
    }

    [Fact]
    public async Task LeaveNothingToRepair()
    {
        await FormatAsync();

        (await workshop.RepairAsync("check after", [.. Format, "--verify-no-changes"])).Succeeds();
    }

    private Task<Step> CheckBeforeAsync() => workshop.RepairAsync("check before", [.. Format, "--verify-no-changes"]);

    private async Task FormatAsync()
    {
        await CheckBeforeAsync();

        // A fix that throws is a line in the log and no more: the command ends with success.
        (await workshop.RepairAsync("format", [.. Format, "--verbosity", "detailed"])).Succeeds().Prints("Formatted 2 of").PrintsNo("Failed to apply").PrintsNo("Exception");
    }
}
