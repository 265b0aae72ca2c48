namespace ConcurrencyAnalyzers.Demo;

/// <summary>What the user asked for.</summary>
/// <param name="Keep">The folder that gets the repaired copy, or null.</param>
internal sealed record DemoOptions(string? Keep)
{
    public const string Help =
        """
        Finds the bugs of a small web service, samples/Before, shows that they are
        real, repairs them, and shows that the repaired service is right.

          dotnet run --project samples/Demo
          dotnet run --project samples/Demo -- --keep DIR

          --keep DIR   leave the repaired copy in DIR, a folder that is new or empty

        Exit codes
          0   every answer that has to be right was right
          1   one was wrong
          2   not shown, or not to the end: the sentence says what is missing

        """;

    public static DemoOptions Parse(string[] args) => args switch
    {
        [] => new(Keep: null),
        ["--keep", var folder] when !folder.StartsWith('-') => new(EmptyFolder(folder)),
        ["--keep"] => throw new DemoFailure("--keep needs a folder, as in `--keep /tmp/repaired`."),
        _ => throw new DemoFailure($"The demo takes no '{args[^1]}'; `dotnet run --project samples/Demo -- --help` says what it takes."),
    };

    private static string EmptyFolder(string folder)
    {
        var path = Path.GetFullPath(folder);
        return File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            ? throw new DemoFailure($"--keep '{path}' is there already and not empty: name a new folder.")
            : path;
    }
}
