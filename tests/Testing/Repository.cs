namespace ConcurrencyAnalyzers.Testing;

/// <summary>Where the sources of this repository are, found from the place where the tests run.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <param name="relative">A path below the root, with forward slashes.</param>
    public static string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The path as messages show it: below the root, with forward slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>All files below a folder, sorted by path, without what builds leave there. An absent folder has none.</summary>
    public static ImmutableArray<string> FilesBelow(string relative, string pattern)
    {
        var folder = PathOf(relative);
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal)];
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ConcurrencyAnalyzers.sln")))
                return folder;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds ConcurrencyAnalyzers.sln: run the tests from their build output inside the repository.");
    }
}
