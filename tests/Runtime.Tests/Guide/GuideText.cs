using System.Text.RegularExpressions;

namespace Runtime.Tests.Guide;

/// <summary>docs/executors.md shows the code that runs here, and nothing else.</summary>
public sealed partial class GuideText
{
    /// <summary>The folder of the repository.</summary>
    internal static string Root { get; } = FindRoot();

    [Fact]
    public void EverySnippetIsCodeThatRunsHere()
    {
        var guide = File.ReadAllText(Path.Combine(Root, "docs", "executors.md")).ReplaceLineEndings("\n");
        var shown = Block().Matches(guide).Select(m => m.Groups["code"].Value.TrimEnd()).ToList();
        var run = Directory.GetFiles(Path.Combine(Root, "tests", "Runtime.Tests", "Guide"), "*.cs")
            .SelectMany(file => Snippet().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            .ToDictionary(m => Unindent(m.Groups["code"].Value), m => m.Groups["name"].Value);

        Assert.NotEmpty(shown);
        foreach (var code in shown)
            Assert.True(run.ContainsKey(code), $"docs/executors.md shows code that no test in tests/Runtime.Tests/Guide runs:\n{code}");
        foreach (var (code, name) in run)
            Assert.True(shown.Contains(code), $"docs/executors.md does not show the snippet '{name}' as it is in tests/Runtime.Tests/Guide:\n{code}");
    }

    private static string Unindent(string code)
    {
        var lines = code.TrimEnd().Split('\n');
        var indent = lines.Where(l => l.Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length > 0 ? l[indent..] : l));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "docs", "design.md")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *// snippet: (?<name>\S+)\n(?<code>.*?)^ *// end\n", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Snippet();
}
