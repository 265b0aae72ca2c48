namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>What the user's path turned out to be, before anything is compiled.</summary>
internal abstract record Subject
{
    public sealed record Project(string Path) : Subject;

    public sealed record Arguments(string Path) : Subject;

    /// <param name="Root">The folder, or the one file, that was named.</param>
    public sealed record LooseFiles(string Root, ImmutableArray<string> Files) : Subject;
}
