using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>What is found, in which words and in which order, depends on the program alone: not on how many threads look, nor on which file they are given first.</summary>
public sealed partial class SameAnswerTests
{
    /// <summary>Names a shuffle; a failure can be repeated.</summary>
    private const int Seed = 118;

    [Fact]
    public async Task NeitherTheNumberOfThreadsNorTheOrderOfFilesChangesTheAnswer()
    {
        using var sandbox = new Sandbox();
        var files = WriteExamples(sandbox);
        var shuffled = files.ToArray();
        new Random(Seed).Shuffle(shuffled);

        // Each process has its own seed for the hashes of strings as well.
        var answers = await Task.WhenAll(
            AnswerOfAsync(sandbox, "one/p.rsp", files, processors: 1),
            AnswerOfAsync(sandbox, "many/p.rsp", files, processors: 8),
            AnswerOfAsync(sandbox, "shuffled/p.rsp", shuffled, processors: 8));

        Assert.InRange(FindingPattern().Count(answers[0]), 25, 10_000);
        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
    }

    /// <summary>What the rules' own pages detect, each program in a namespace of its own.</summary>
    private static List<string> WriteExamples(Sandbox sandbox)
    {
        var files = new List<string>();
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Sandbox.Repository, "src", "ConcurrencyAnalyzers", "Rules"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(page).ReplaceLineEndings("\n");
            if (DetectedPattern().Match(text) is not { Success: true } detected)
                continue;

            foreach (var code in BlockPattern().Matches(detected.Value).Select(static block => block.Groups["code"].Value).Where(static code => !code.Contains("// file:") && !code.Contains("// target:")))
            {
                var name = $"Example{files.Count:000}.cs";
                var usings = string.Concat(UsingPattern().Matches(code).Select(static one => one.Value));
                sandbox.With(name, $"{usings}namespace Example{files.Count:000}\n{{\n{UsingPattern().Replace(code, "")}}}\n");
                files.Add(name);
            }
        }

        sandbox.With("Usings.cs", "global using System;\nglobal using System.Collections.Generic;\nglobal using System.IO;\nglobal using System.Linq;\nglobal using System.Threading;\nglobal using System.Threading.Tasks;\n");
        return [.. files, "Usings.cs"];
    }

    private static async Task<string> AnswerOfAsync(Sandbox sandbox, string arguments, IEnumerable<string> files, int processors)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Append(typeof(object).Assembly.Location);
        sandbox.With(arguments, string.Join('\n', [$"# directory: {sandbox.Root}", .. references.Select(static path => $"/reference:{path}"), "/target:library", "/unsafe", "/langversion:preview", .. files]));

        var dotnet = Path.Combine(Loading.ReferencePacks.DotnetRoot, "dotnet");
        var start = new ProcessStartInfo(dotnet, [typeof(Cli.CommandLine).Assembly.Location, "check", "--args", arguments, "--fail-on", "never"])
        {
            WorkingDirectory = sandbox.Root,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_PROCESSOR_COUNT"] = $"{processors}";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);

        // The last line has a time in it.
        return output[..(output.TrimEnd().LastIndexOf('\n') + 1)];
    }

    [GeneratedRegex(@"^## Detected\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex DetectedPattern();

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"^using [\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex UsingPattern();

    [GeneratedRegex(@"^\S+\.cs:\d+:\d+: \w+ CONC", RegexOptions.Multiline)]
    private static partial Regex FindingPattern();
}
