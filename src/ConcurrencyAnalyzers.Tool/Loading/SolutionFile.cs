using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>The C# projects of a <c>.sln</c> or <c>.slnx</c>, in its order.</summary>
internal static partial class SolutionFile
{
    public static ImmutableArray<string> ProjectsOf(string path)
    {
        var names = Path.GetExtension(path) == ".slnx"
            ? XDocument.Load(path).Descendants("Project").Select(project => (string?)project.Attribute("Path"))
            : ProjectLine().Matches(File.ReadAllText(path)).Select(match => match.Groups["path"].Value);
        ImmutableArray<string> projects =
        [
            .. names.OfType<string>()
                .Where(name => name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
                .Select(name => Path.GetFullPath(name.Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(path)!)),
        ];
        return projects.IsEmpty ? throw new ToolFailure($"'{path}' holds no C# project. Name a project or a folder of .cs files.") : projects;
    }

    [GeneratedRegex(@"^Project\(""[^""]*""\)\s*=\s*""[^""]*"",\s*""(?<path>[^""]*)""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
