using ConcurrencyAnalyzers.Demo;

namespace ConcurrencyAnalyzers.Samples.Tests.Demo;

/// <summary>The demo from its first line to its exit code, with less to count.</summary>
public sealed class Showing
{
    internal static readonly Workload Small = new()
    {
        LongFile = 10_000,
        ShortFile = 100,
        MostRounds = 10,
        LeastRoundsAfter = 1,
        PrimeRequests = 4,
        PrimesEnd = 100_000,
        Primes = 9_592,
        Factorials = 40,
        FactorialOf = 300,
    };

    [Fact]
    public async Task ShowsEverythingInEightyColumnsAndLeavesACopyThatBuilds()
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("concurrency-demo-test-").FullName, "repaired");
        try
        {
            var shown = await ShowAsync(Small, "--keep", copy);

            Assert.Equal("", shown.Errors);
            // What no fix repairs yet is still wrong.
            Assert.Equal(shown.Out.Contains(" findings before, none after.") ? 0 : 1, shown.ExitCode);
            Assert.All(shown.Out.Split('\n'), line => Assert.InRange(line.Length, 0, Screen.Width));
            Assert.DoesNotContain('\e', shown.Out);
            Assert.All(
                ["1. What the analyzers find", "2. Its answers", "3. The repair", "4. The repaired service", "5. Serial, threads, processes"],
                part => Assert.Contains($"\n{part}", shown.Out));
            Assert.Equal(
                ServiceSample.After.Files,
                Directory.EnumerateFiles(copy, "*.cs").Order(StringComparer.Ordinal).Select(file => new SampleFile(Path.GetFileName(file), File.ReadAllText(file))));
            await BuildAsync(copy);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        }
    }

    [Fact]
    public async Task FailsWhereAnAnswerIsWrong()
    {
        var shown = await ShowAsync(Small with { Primes = 9_593, MostRounds = 1 });

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("primes                         9,593   WRONG  another number came", shown.Out);
        Assert.EndsWith("At least one answer that has to be right is wrong.\n", shown.Out);
    }

    [Theory]
    [InlineData("--keep needs a folder, as in `--keep /tmp/repaired`.", "--keep")]
    [InlineData("The demo takes no '--fast'; `dotnet run --project samples/Demo -- --help` says what it takes.", "--fast")]
    public async Task SaysInOneSentenceWhatIsMissing(string sentence, params string[] args)
    {
        var shown = await ShowAsync(Small, args);

        Assert.Equal((2, sentence + "\n", ""), (shown.ExitCode, shown.Errors, shown.Out));
    }

    [Fact]
    public async Task LeavesAFolderThatIsInUseAsItIs()
    {
        var folder = Directory.CreateTempSubdirectory("concurrency-demo-test-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
            var shown = await ShowAsync(Small, "--keep", folder);

            Assert.Equal((2, $"--keep '{folder}' is there already and not empty: name a new folder.\n"), (shown.ExitCode, shown.Errors));
            Assert.Equal("mine.txt", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task HelpsInEightyColumns()
    {
        var shown = await ShowAsync(Small, "--help");

        Assert.Equal(0, shown.ExitCode);
        Assert.All(shown.Out.Split('\n'), line => Assert.InRange(line.Length, 0, Screen.Width));
    }

    private static async Task<(int ExitCode, string Out, string Errors)> ShowAsync(Workload work, params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = await Demonstration.RunAsync(args, new Screen(output, color: false), errors, work);
        return (exitCode, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }

    private static async Task BuildAsync(string folder)
    {
        using var build = RunningProgram.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "build", folder, "-warnaserror", "-nodeReuse:false", "-p:UseSharedCompilation=false");

        Assert.True(await build.EndsAsync() == 0, build.Output);
    }
}
