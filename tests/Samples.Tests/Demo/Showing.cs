using System.Text.RegularExpressions;
using ConcurrencyAnalyzers.Demo;

namespace ConcurrencyAnalyzers.Samples.Tests.Demo;

/// <summary>The demo from its first line to its exit code, with less to count.</summary>
public sealed partial class Showing(Showing.Whole whole) : IClassFixture<Showing.Whole>
{
    private const string Command = "$ dotnet run --project samples/Demo\n";

    private static readonly Workload s_small = new()
    {
        LongFile = 10_000,
        ShortFile = 100,
        MostRounds = 10,
        RoundsAfter = 2,
        PrimeRequests = 4,
        PrimesEnd = 100_000,
        Primes = 9_592,
        Factorials = 40,
        FactorialOf = 300,
    };

    [Fact]
    public void EndsWithZeroWhereEveryAnswerWasRight()
    {
        Assert.Equal("", whole.Errors);
        Assert.Equal(0, whole.ExitCode);
        Assert.EndsWith("\nEvery answer of the repaired service was right.\n", whole.Out);
    }

    [Fact]
    public void ShowsEveryPartInEightyColumns()
    {
        Assert.All(
            ["1. What the analyzers find", "2. Its answers", "3. The repair", "4. The repaired service", "5. Serial, threads, processes"],
            part => Assert.Contains($"\n{part}", whole.Out));
        Assert.All(whole.Out.Split('\n'), line => Assert.InRange(line.Length, 0, Screen.Width));
        Assert.DoesNotContain('\e', whole.Out);
    }

    [Fact]
    public async Task LeavesACopyThatBuilds()
    {
        Assert.Contains($"--project \"{whole.Copy}\"", whole.Out.Replace('\n', ' '));
        Assert.Equal(
            ServiceSample.After.Files,
            Directory.EnumerateFiles(whole.Copy, "*.cs").Order(StringComparer.Ordinal).Select(file => new SampleFile(Path.GetFileName(file), File.ReadAllText(file))));

        using var build = RunningProgram.Start(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "build", whole.Copy, "-warnaserror", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.True(await build.EndsAsync() == 0, build.Output);
    }

    /// <summary>Line for line, in order. What the block leaves out is a line with an ellipsis; numbers, and which of them are wrong, differ each time.</summary>
    [Fact]
    public void IsWhatTheReadmeShows()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");
        var start = readme.IndexOf(Command, StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md shows no output of {Command}");
        start += Command.Length;
        var parts = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)].Split("…\n");

        var shown = Masked(whole.Out);
        var at = 0;
        foreach (var part in parts.Select(Masked).Where(part => part != ""))
        {
            var found = shown.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"The demo does not print\n{part}\nAfter what comes before it, it prints\n{shown}");
            at = found + part.Length;
        }
    }

    [Fact]
    public async Task FailsWhereAnAnswerIsWrong()
    {
        var shown = await ShowAsync(s_small with { Primes = 9_593, MostRounds = 1 });

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("primes                         9,593   WRONG  another number came", shown.Out);
        Assert.EndsWith("At least one answer that has to be right is wrong.\n", shown.Out);
    }

    [Theory]
    [InlineData("--keep needs a folder, as in `--keep /tmp/repaired`.", "--keep")]
    [InlineData("The demo takes no '--fast'; `dotnet run --project samples/Demo -- --help` says what it takes.", "--fast")]
    public async Task SaysInOneSentenceWhatIsMissing(string sentence, params string[] args)
    {
        var shown = await ShowAsync(s_small, args);

        Assert.Equal((2, sentence + "\n", ""), (shown.ExitCode, shown.Errors, shown.Out));
    }

    [Fact]
    public async Task LeavesAFolderThatIsInUseAsItIs()
    {
        var folder = Directory.CreateTempSubdirectory("concurrency-demo-test-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
            var shown = await ShowAsync(s_small, "--keep", folder);

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
        var shown = await ShowAsync(s_small, "--help");

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

    private static string Masked(string text) => Outcome().Replace(Number().Replace(text, "#"), "?").Trim('\n');

    [GeneratedRegex(@" *(?<!\w)\d(?:[\d,.]*\d)? *")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<=#)(right|WRONG.*)$", RegexOptions.Multiline)]
    private static partial Regex Outcome();

    /// <summary>The demo, shown once.</summary>
    public sealed class Whole : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("concurrency-demo-test-").FullName;

        internal int ExitCode { get; private set; }

        internal string Out { get; private set; } = "";

        internal string Errors { get; private set; } = "";

        internal string Copy => Path.Combine(_folder, "repaired copy");

        public async ValueTask InitializeAsync() => (ExitCode, Out, Errors) = await ShowAsync(s_small, "--keep", Copy);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
