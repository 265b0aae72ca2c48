using ConcurrencyAnalyzers.Tool.Cli;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>The words that the compiler would get for one project, and the folder in which it would run.</summary>
/// <param name="Name">How the project is called in messages.</param>
/// <param name="Directory">Relative paths among <paramref name="Words"/> start here.</param>
internal sealed record CompilerArguments(string Name, string Directory, ImmutableArray<string> Words)
{
    // A comment to the compiler, so that `csc @file` from that folder means the same.
    private const string DirectoryMark = "# directory: ";

    /// <summary>One word a line, not quoted as a response file would: lines are taken as they are.</summary>
    public void Save(string path) => File.WriteAllLines(path, [DirectoryMark + Directory, .. Words]);

    public static CompilerArguments Read(string path)
    {
        if (!File.Exists(path))
            throw new ToolFailure($"--args: there is no file '{path}'. `concurrency check PROJECT --save-args FILE` writes one.");

        var lines = File.ReadAllLines(path);
        var directory = lines.FirstOrDefault(line => line.StartsWith(DirectoryMark, StringComparison.Ordinal))?[DirectoryMark.Length..].Trim();
        return new(
            Path.GetFileNameWithoutExtension(path),
            Path.GetFullPath(directory ?? "", Path.GetDirectoryName(Path.GetFullPath(path))!),
            [.. lines.Where(line => line.Length > 0 && line[0] != '#')]);
    }
}
