using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Tests;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("'frob' is no command. The commands are: check, declare. `concurrency --help` describes them.", "frob")]
    [InlineData("check has no option '--frob'. `concurrency check --help` lists them.", "check", "--frob")]
    [InlineData("check takes one path, and there are two: 'a' and 'b'. Call it once for each.", "check", "a", "b")]
    [InlineData("--severity needs a value. Write it behind, as in `--severity warning`.", "check", "--severity")]
    [InlineData("--severity 'high' is no level. Write one of: hidden, info, warning, error.", "check", "--severity", "high")]
    [InlineData("--severity '3' is no level. Write one of: hidden, info, warning, error.", "check", "--severity=3")]
    [InlineData("--fail-on 'hidden' is no level. Write one of: info, warning, error, never.", "check", "--fail-on", "hidden")]
    [InlineData("--format 'xml' is unknown. Write one of: text, sarif.", "check", "--format", "xml")]
    [InlineData("--sample 'all' is no number. Write a whole number from 1 on.", "check", "--self-test", "--sample", "all")]
    [InlineData("--sample '0' is no number. Write a whole number from 1 on.", "check", "--self-test", "--sample", "0")]
    [InlineData("--sample and --seed choose what --self-test removes. Add --self-test, or leave them out.", "check", "--seed", "7")]
    [InlineData("--self-test prints a table of its own. Leave --format and --unknown out.", "check", "--self-test", "--unknown")]
    [InlineData("--loose takes no value. Leave '=yes' out.", "check", "--loose=yes")]
    [InlineData("--property 'Platform' sets nothing. Write NAME=VALUE, as in `Platform=x64`.", "check", "--property", "Platform")]
    [InlineData("--args stands instead of a path. Leave 'a' or --args out.", "check", "a", "--args", "b")]
    [InlineData("declare has no option '--frob'. `concurrency declare --help` lists them.", "declare", "--frob")]
    [InlineData("--id 'CONC9999' is no rule. The rules are: TEST0001.", "check", "--id", "CONC9999")]
    public async Task WrongArgumentsAreAnsweredWithTheRemedy(string message, params string[] args)
    {
        using var sandbox = new Sandbox();
        var outcome = await sandbox.RunAsync(args);

        Assert.Equal((ExitCode.Failed, $"error: {message}\n", ""), (outcome.ExitCode, outcome.Errors, outcome.Out));
    }

    [Fact]
    public async Task APathThatIsNotThereIsNamedInFull()
    {
        using var sandbox = new Sandbox();
        var outcome = await sandbox.RunAsync("check", "nowhere");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains($"there is no file or folder '{Path.Combine(sandbox.Root, "nowhere")}'", outcome.Errors);
    }

    [Fact]
    public async Task AFolderWithoutSourcesSaysWhatWasSkipped()
    {
        using var sandbox = new Sandbox().With("bin/A.cs", "class A;").With(".hidden/B.cs", "class B;");
        var outcome = await sandbox.RunAsync("check");

        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("holds no C# project and no .cs file (bin, obj and hidden folders are skipped)", outcome.Errors);
    }

    [Fact]
    public void OptionsAndPathComeInAnyOrderAndForm()
    {
        var options = CheckOptionsParser.Parse(
            ["--id", "CONC0101,CONC0102", "src", "--fail-on=never", "--id=CONC0103", "--property", "A=B=C", "--stats"]);

        Assert.Equal("src", options.Path);
        Assert.Equal(["CONC0101", "CONC0102", "CONC0103"], options.Ids);
        Assert.Null(options.FailOn);
        Assert.Equal(["A=B=C"], options.Properties);
        Assert.True(options.Stats);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("check", "--help")]
    [InlineData("check", "src", "-h")]
    [InlineData("declare", "--help")]
    public async Task HelpFitsATerminal(params string[] args)
    {
        using var sandbox = new Sandbox();
        var outcome = await sandbox.RunAsync(args);

        Assert.Equal(ExitCode.Clean, outcome.ExitCode);
        Assert.All(outcome.Out.Split('\n'), line => Assert.InRange(line.Length, 0, ToolHost.UsualWidth));
    }

    [Fact]
    public void HelpNamesEveryOption()
    {
        Assert.All(CheckOptionsParser.Names, name => Assert.Contains($"  {name} ", HelpText.Check));
        Assert.All(DeclareOptions.Names, name => Assert.Contains($"  {name} ", HelpText.Declare));
    }
}
