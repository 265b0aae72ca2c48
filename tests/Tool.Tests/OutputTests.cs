using System.Text.Json;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class OutputTests
{
    [Fact]
    public async Task AFindingShowsMessageLineAndOtherSide()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits\n{\n    int _n;\n\n    void Add()\n    {\n        _n++;\n    }\n}\n");
        var outcome = await sandbox.RunAsync("check");

        Assert.StartsWith(
            """
            Hits.cs:7:9: warning TEST0001:
              '_n' is stepped here, and this sentence is long enough that no terminal of
              eighty columns holds it in one line
                 7 | _n++;
                   | ^^^^
              see Hits.cs:5:10
                 5 | void Add()
                   |      ^^^

            1 warning: 1 file, 10 lines, 
            """.ReplaceLineEndings("\n"), outcome.Out);
    }

    [Fact]
    public async Task TheSamePlaceIsNotShownTwice()
    {
        using var sandbox = new Sandbox().With("Program.cs", "var n = 0;\nn++;\n");
        var outcome = await sandbox.RunAsync("check");

        Assert.Single(outcome.Out.Split('\n'), line => line.Contains('^'));
    }

    [Fact]
    public async Task NoLineIsWiderThanEightyColumns()
    {
        var around = new string('x', 90);
        var wide = $"class Wide {{ int _counterWithALongName; void M() {{ /* {around} */ _counterWithALongName++; /* {around} */ }} }}\n";
        using var sandbox = new Sandbox().With("Wide.cs", wide);
        var outcome = await sandbox.RunAsync("check", "--stats");

        Assert.All(outcome.Out.Split('\n'), line => Assert.InRange(line.Length, 0, ToolHost.UsualWidth));
        Assert.Contains("_counterWithALongName++;", outcome.Out);
    }

    [Fact]
    public async Task FindingsComeInTheOrderOfPathAndPosition()
    {
        using var sandbox = new Sandbox();
        foreach (var name in new[] { "c", "a", "b" })
            sandbox.With($"{name}.cs", $"class C{name} {{ int _n; void Z() {{ _n++; _n++; }} void A() {{ _n++; }} }}\n");
        var outcome = await sandbox.RunAsync("check");

        var places = outcome.Out.Split('\n').Where(line => line.Contains("warning TEST0001")).Select(line => line[..line.IndexOf(" warning")]);
        Assert.Equal(["a", "b", "c"], places.Select(place => place[..1]).Distinct());
        Assert.Equal(["a.cs:1:31:", "a.cs:1:37:", "a.cs:1:56:"], places.Take(3));
    }

    [Fact]
    public async Task LessThanTheLeastSeverityIsCountedOnly()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { int _n; void Add() { _n++; } }\n");
        var outcome = await sandbox.RunAsync("check", "--severity", "error");

        Assert.StartsWith("Nothing found; 1 below --severity: 1 file, ", outcome.Out);
    }

    [Fact]
    public async Task ColoursAreLeftOutOnRequestOnly()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits { int _n; void Add() { _n++; } }\n");
        var coloured = new StringWriter();
        var plain = new StringWriter();
        await CommandLine.RunAsync(["check"], HostOf(sandbox, coloured));
        await CommandLine.RunAsync(["check", "--no-color"], HostOf(sandbox, plain));

        Assert.Contains("\e[33mwarning\e[0m TEST0001:", coloured.ToString());
        Assert.DoesNotContain('\e', plain.ToString());
    }

    [Fact]
    public async Task SarifHoldsBothSides()
    {
        using var sandbox = new Sandbox().With("Hits.cs", "class Hits\n{\n    int _n;\n    void Add() { _n++; }\n}\n");
        var outcome = await sandbox.RunAsync("check", "--format", "sarif");

        var run = JsonDocument.Parse(outcome.Out).RootElement.GetProperty("runs")[0];
        var result = run.GetProperty("results")[0];
        Assert.Equal("TEST0001", result.GetProperty("ruleId").GetString());
        Assert.Equal(("Hits.cs", 4, 18, 22), RegionOf(result.GetProperty("locations")[0]));
        Assert.Equal(("Hits.cs", 4, 10, 13), RegionOf(result.GetProperty("relatedLocations")[0]));
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    private static (string File, int Line, int From, int To) RegionOf(JsonElement location)
    {
        var physical = location.GetProperty("physicalLocation");
        var region = physical.GetProperty("region");
        return (
            Path.GetFileName(physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!), region.GetProperty("startLine").GetInt32(),
            region.GetProperty("startColumn").GetInt32(), region.GetProperty("endColumn").GetInt32());
    }

    private static ToolHost HostOf(Sandbox sandbox, StringWriter output) =>
        new(output, TextWriter.Null, sandbox.Root, [new StepRule()], ToolHost.UsualWidth, Color: true);
}
