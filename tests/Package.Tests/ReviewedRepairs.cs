namespace ConcurrencyAnalyzers.Package.Tests;

/// <summary>
/// A program with the bugs of all three pillars whose user reads every repair: <c>fix_all = review</c>. One command repairs it, and its answers, which
/// depended on luck, are right.
/// </summary>
public sealed class ReviewedRepairs(Workshop workshop)
{
    private static readonly string[] Format =
        ["format", "analyzers", "Reviewed", "--diagnostics", "CONC0101", "CONC0201", "CONC0301", "--severity", "warn", "--no-restore"];

    [Fact]
    public async Task AreMadeForAllThreePillarsAtOnce()
    {
        await FormatAsync();

        var visits = workshop.ReadRepaired("Reviewed/Visits.cs");
        Assert.Contains("            Interlocked.Increment(ref _count);\n", visits);
        Assert.Contains(".Join();", visits);
        Assert.Contains("gate.Start(); // nobody waits\n", visits);
        var program = workshop.ReadRepaired("Reviewed/Program.cs");
        Assert.Contains("    return await ProcessPoolExecutor.Shared.SubmitAsync(Primes.Below, end, ", program);
        Assert.Contains("; // everybody else waits\n", program);
    }

    [Fact]
    public async Task LeaveAProgramThatBuildsCleanAndAnswersRight()
    {
        await FormatAsync();

        (await workshop.RepairAsync("build reviewed", ["build", "Reviewed", "--no-restore", "-warnaserror", "-p:UseSharedCompilation=false", "-nodeReuse:false"])).Succeeds();
        (await workshop.RepairAsync("run reviewed", ["Reviewed/bin/Debug/net10.0/Reviewed.dll"])).Succeeds().Prints("1000000 visits, 9592 primes");
    }

    private async Task FormatAsync()
    {
        (await workshop.RepairAsync("check reviewed", [.. Format, "--verify-no-changes"])).Fails().Prints("warning CONC0101: ", "warning CONC0201: ", "warning CONC0301: ");
        (await workshop.RepairAsync("format reviewed", [.. Format, "--verbosity", "detailed"])).Succeeds().Prints("Formatted 2 of").PrintsNo("Failed to apply").PrintsNo("Exception");
    }
}
