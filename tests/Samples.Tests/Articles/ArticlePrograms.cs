namespace ConcurrencyAnalyzers.Samples.Tests.Articles;

/// <summary>The files of samples/Articles, each of which is a program.</summary>
internal static class ArticlePrograms
{
    private const string Folder = "samples/Articles";

    /// <summary>Paths below the root; the file in the folder itself only starts the others.</summary>
    public static ImmutableArray<string> Paths { get; } =
        [.. Repository.FilesBelow(Folder, "*.cs").Select(Repository.Relative).Where(path => path != Folder + "/Program.cs")];

    /// <summary>A file as a page of one block, whose lines are the file's.</summary>
    public static SpecBlock BlockOf(string path)
    {
        var lines = File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n").Split('\n');
        return new SpecBlock(SpecPage.Parse(path, ""), new SpecHeading(0, "", 1), 1, fenceLine: 0, indent: 0, [.. lines], before: null);
    }

    /// <summary>The name under which <c>Articles</c> starts it.</summary>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);
}
