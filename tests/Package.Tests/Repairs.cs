namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>The repair as a user without an editor gets it: <c>dotnet format</c> on a program in which two files race.</summary>
public sealed class Repairs(Workshop workshop)
{
    private static readonly string[] Format = ["format", "analyzers", "Program", "--diagnostics", "CONC0101", "--severity", "warn", "--no-restore"];

    [Fact]
    public async Task AreFoundMissingBeforeAndNotAfter()
    {
        (await workshop.RepairAsync([.. Format, "--verify-no-changes"])).Fails();
    }

    private async Task<Step> FormatAsync()
    {
        var format = (await workshop.RepairAsync([.. Format, "--verbosity", "detailed"])).Succeeds();
        // A fix that throws ends neither the command nor its success.
        return format.PrintsNo("Exception").PrintsNo("Failed to apply").PrintsNo("Unable to fix");
    }

    [Fact]
    public async Task ChangeEverySiteInEveryFile()
    {
        await FormatAsync();

        Assert.DoesNotContain("_visitors++", workshop.ReadRepaired("Program/Turnstile.cs"));
        Assert.Contains("// one more", workshop.ReadRepaired("Program/Turnstile.cs"));
        Assert.Contains("// no Interlocked for decimal", workshop.ReadRepaired("Program/Till.cs"));
    }

    [Fact]
    public async Task LeaveAProgramThatBuildsCleanAndCountsRight()
    {
        await FormatAsync();

        (await workshop.RepairAsync("build", "Program", "--no-restore", "-warnaserror", "-p:UseSharedCompilation=false", "-nodeReuse:false")).Succeeds();
        (await workshop.RepairAsync("Program/bin/Debug/net10.0/Program.dll")).Succeeds().Prints("1000000 visitors, 1000000 sales, 2500000.0 taken");
    }

    [Fact]
    public async Task LeaveNothingToRepair()
    {
        await FormatAsync();

        (await workshop.RepairAsync([.. Format, "--verify-no-changes", "--verbosity", "normal"])).Succeeds();
    }
}
