namespace ConcurrencyAnalyzers.Testing;

/// <summary>The service of samples/Before, and the place where its repaired copy stands.</summary>
public static class ServiceSample
{
    /// <summary>Where the repaired copy is, below the root.</summary>
    public const string RepairedFolder = "samples/After";

    private const string Folder = "samples/Before";

    /// <summary>The names of its files.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Repository.FilesBelow(Folder, "*.cs").Select(path => Path.GetRelativePath(Repository.PathOf(Folder), path))];

    /// <summary>The service as a beginner wrote it.</summary>
    public static SampleProgram Before => In(Folder);

    /// <summary>The service as it is kept in the repository after the fixes.</summary>
    public static SampleProgram After => In(RepairedFolder);

    private static SampleProgram In(string folder) => new()
    {
        Files = [.. Names.Select(name => new SampleFile(name, File.ReadAllText(Repository.PathOf($"{folder}/{name}")).ReplaceLineEndings("\n")))],
        Target = Target.Web,
    };
}
