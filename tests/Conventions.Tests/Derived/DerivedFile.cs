namespace ConcurrencyAnalyzers.Conventions.Tests.Derived;

/// <summary>A file that is written from others, whole or between two markers.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Write">Makes the new text from the old one.</param>
internal sealed record DerivedFile(string Path, Func<string, string> Write)
{
    public string Current => File.Exists(Repository.PathOf(Path)) ? File.ReadAllText(Repository.PathOf(Path)).ReplaceLineEndings("\n") : "";

    /// <summary>Replaces what stands between two lines; the lines stay.</summary>
    /// <exception cref="InvalidOperationException">The file has not both lines, in order.</exception>
    public static string Between(string path, string text, string first, string last, string content)
    {
        var start = text.IndexOf(first + "\n", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf(last + "\n", start, StringComparison.Ordinal);
        return end < 0
            ? throw new InvalidOperationException($"{path}: the lines '{first}' and '{last}' are missing. What stands between them is derived, so they have to be there.")
            : $"{text[..start]}{first}\n{content}{text[end..]}";
    }
}
