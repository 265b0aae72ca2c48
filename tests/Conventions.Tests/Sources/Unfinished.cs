using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Conventions.Tests.Sources;

/// <summary>Real or absent: what is in the repository works, and its name says its subject.</summary>
public sealed partial class Unfinished
{
    internal static IEnumerable<Violation> Violations(string path, string text)
    {
        // A test may well be about helpers; what ships is about something else.
        if (!path.StartsWith("tests/", StringComparison.Ordinal) && VagueName().Match(Path.GetFileNameWithoutExtension(path)) is { Success: true } name)
            yield return new(path, $"'{name.Value}' says nothing about the subject", "name the file and its type for what they are about");

        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            if (Placeholder().Match(lines[line]) is { Success: true } match)
                yield return new($"{path}({line + 1})", $"'{match.Value}' says that something is missing", "write it, or take it out");

            if (Layers.RuleOf(path) is not null && lines[line].Contains("Write here", StringComparison.OrdinalIgnoreCase))
                yield return new($"{path}({line + 1})", "'Write here' is what eng/new-rule left to write", "write it");

            if (!path.StartsWith("tests/", StringComparison.Ordinal) && Suppression().Match(lines[line]) is { Success: true } suppression)
                yield return new($"{path}({line + 1})", $"'{suppression.Value}' switches a rule of ours off in our own code", "repair the code, or the rule if it is wrong");
        }
    }

    [Fact]
    public void IsNothing() => Expect.None(
        new[] { "src", "runtime", "tests" }.SelectMany(folder => Repository.FilesBelow(folder, "*.cs").Concat(Repository.FilesBelow(folder, "*.md")))
            .Where(path => Path.GetFileName(path) is not "Unfinished.cs")
            .SelectMany(path => Violations(Repository.Relative(path), File.ReadAllText(path))));

    [Theory]
    [InlineData("src/TextUtils.cs", "", "src/TextUtils.cs: 'Utils' says nothing about the subject")]
    [InlineData("runtime/RuleHelper.cs", "", "'Helper' says nothing")]
    [InlineData("src/ThreadManager.cs", "", "'Manager' says nothing")]
    [InlineData("src/A.cs", "class A\n{\n    // TODO later", "src/A.cs(3): '// TODO' says")]
    [InlineData("src/A.cs", "throw new NotImplementedException();", "'throw new NotImplementedException' says")]
    [InlineData("tests/A.cs", "[Fact(Skip = \"flaky\")]", "'Skip = \"' says")]
    [InlineData("tests/A.cs", "Assert.True(true);", "'Assert.True(true)' says")]
    [InlineData("src/ConcurrencyAnalyzers/Rules/Races/A/A.md", "Write here what goes wrong.", "'Write here' is what")]
    [InlineData("src/A.cs", "#pragma warning disable CONC0101", "'pragma warning disable CONC' switches a rule of ours off")]
    [InlineData("runtime/A.cs", "[SuppressMessage(\"Races\", \"CONC0101\")]", "switches a rule of ours off")]
    public void IsSeenWhereSomethingIs(string path, string text, string what) => Expect.Seen(what, Violations(path, text));

    [GeneratedRegex(@"(Utils?|Utilities|Helpers?|Manager|Misc|Common)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"throw new NotImplementedException|//\s*(TODO|FIXME|HACK)|\bSkip\s*=\s*""|Assert\.True\(true\)")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"pragma warning disable CONC|SuppressMessage\(.*CONC")]
    private static partial Regex Suppression();
}
