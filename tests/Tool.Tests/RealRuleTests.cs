using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>The tool as it ships: the rules are found by themselves, and the model's own figures come through.</summary>
public sealed class RealRuleTests
{
    private const string Race =
        """
        class Hits
        {
            static int s_hits;

            static void Main()
            {
                for (var i = 0; i < 2; i++)
                    new Thread(Add) { IsBackground = true }.Start();
            }

            static void Add() => s_hits++;
        }

        """;

    [Fact]
    public async Task ARaceIsShownWithBothSides()
    {
        using var sandbox = new Sandbox().With("Hits.cs", Race);
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--stats");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.StartsWith("Hits.cs:11:26: warning CONC0101:\n  's_hits' ", outcome.Out);
        Assert.Contains("\n  see Hits.cs:8:13\n     8 | new Thread(Add) { IsBackground = true }.Start();\n", outcome.Out);
        Assert.Matches("\n  bodies bound +2, by", outcome.Out);
    }

    [Fact]
    public async Task TheShareOfUnknownIsPrintedByCause()
    {
        using var sandbox = new Sandbox()
            .With("Hits.cs", Race)
            .With("Leaves.cs", "class Leaves { int _n; ref int Get() { ref var one = ref _n; return ref one; } void Go() { _n++; } }\n");
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check", "--unknown");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.Matches(
            @"^\.: 2 updates of memory that may be shared\n  race +1 +50\.0 %\n  safe +0 +0\.0 %\n"
            + @"  unknown +1 +50\.0 %\n    LeavesByReference +1 +50\.0 %\n$", outcome.Out);
    }

    [Fact]
    public async Task TheCounterOfTheArticlesIsCaughtAndExitsClean()
    {
        using var sandbox = new Sandbox().With("Program.cs", File.ReadAllText(Path.Combine(SampleFolder, "Program.cs")));
        var outcome = await sandbox.RunAsync(OurAnalyzers.All, "check");

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.Contains("'counter' can lose an update", outcome.Out);
        Assert.Contains("counter = temp + 1;", outcome.Out);
        Assert.Contains("thread = new Thread(IncrementCounter);", outcome.Out);
    }

    [Fact]
    public async Task TheTableOfUnknownHasNoOtherFormat()
    {
        using var sandbox = new Sandbox();
        var outcome = await sandbox.RunAsync("check", "--unknown", "--format", "sarif");

        Assert.Equal("error: --unknown prints a table. Leave --format out.\n", outcome.Errors);
    }

    private static string SampleFolder => Path.Combine(Sandbox.Repository, "samples", "Counter");
}
