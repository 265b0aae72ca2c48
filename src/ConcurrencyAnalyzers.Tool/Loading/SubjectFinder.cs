using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Decides what a path means, as <see cref="HelpText.Check"/> says it.</summary>
internal static class SubjectFinder
{
    // Output and packages: they repeat sources, or are none of the user's.
    private static readonly string[] s_skippedFolders = ["bin", "obj", "node_modules"];

    public static ImmutableArray<Subject> Find(SubjectOptions options, string workingDirectory)
    {
        if (options.ArgumentFile is { } arguments)
            return [new Subject.Arguments(Path.GetFullPath(arguments, workingDirectory))];

        var path = Path.GetFullPath(options.Path, workingDirectory);
        if (Directory.Exists(path))
            return InFolder(path, options);
        if (!File.Exists(path))
            throw new ToolFailure($"there is no file or folder '{path}'. Name a project, a solution, a folder or a .cs file.");

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csproj" => [new Subject.Project(path)],
            ".sln" or ".slnx" => Projects(SolutionFile.ProjectsOf(path)),
            ".cs" => [new Subject.LooseFiles(path, [path])],
            var extension => throw new ToolFailure($"'{path}' is a {extension} file. Name a .csproj, .sln, .slnx or .cs file, or a folder."),
        };
    }

    private static ImmutableArray<Subject> InFolder(string folder, SubjectOptions options)
    {
        if (!options.Loose)
        {
            string[] solutions = [.. Directory.EnumerateFiles(folder, "*.sln"), .. Directory.EnumerateFiles(folder, "*.slnx")];
            ImmutableArray<string> projects = [.. Directory.EnumerateFiles(folder, "*.csproj").Order(StringComparer.Ordinal)];
            if (solutions.Length > 1 && projects.Length == 0)
            {
                var names = string.Join(", ", solutions.Select(Path.GetFileName).Order());
                throw new ToolFailure($"'{folder}' has {solutions.Length} solutions. Name one: {names}.");
            }

            if (solutions.Length == 1)
                return Projects(SolutionFile.ProjectsOf(solutions[0]));
            if (projects.IsEmpty)
                projects = FilesBelow(folder, ".csproj");
            if (!projects.IsEmpty)
                return Projects(projects);
        }

        var sources = FilesBelow(folder, ".cs");
        return sources.IsEmpty
            ? throw new ToolFailure($"'{folder}' holds no C# project and no .cs file (bin, obj and hidden folders are skipped). Name another folder.")
            : [new Subject.LooseFiles(folder, sources)];
    }

    private static ImmutableArray<Subject> Projects(IEnumerable<string> paths) => [.. paths.Select(path => new Subject.Project(path))];

    private static ImmutableArray<string> FilesBelow(string folder, string extension)
    {
        var found = new List<string>();
        var rest = new Stack<string>([folder]);

        // Links are not followed: they may lead in circles.
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };
        while (rest.TryPop(out var current))
        {
            found.AddRange(Directory.EnumerateFiles(current, "*" + extension, options));
            foreach (var child in Directory.EnumerateDirectories(current, "*", options))
            {
                if (!s_skippedFolders.Contains(Path.GetFileName(child)))
                    rest.Push(child);
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
