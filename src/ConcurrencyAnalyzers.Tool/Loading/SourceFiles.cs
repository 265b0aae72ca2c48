using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>Reads and parses sources, on all processors, in the order given.</summary>
internal static class SourceFiles
{
    /// <param name="note">Told of each file that cannot be read; the others are parsed.</param>
    public static ImmutableArray<SyntaxTree> Parse(IEnumerable<string> paths, CSharpParseOptions options, Encoding? encoding, Action<string> note)
    {
        // The compiler ignores a file that is named twice (CS2002).
        var files = paths.Distinct(StringComparer.Ordinal).ToArray();
        var trees = new SyntaxTree?[files.Length];
        Parallel.For(0, files.Length, i => trees[i] = TryParse(files[i], options, encoding, note));
        return [.. trees.OfType<SyntaxTree>()];
    }

    private static SyntaxTree? TryParse(string path, CSharpParseOptions options, Encoding? encoding, Action<string> note)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return CSharpSyntaxTree.ParseText(SourceText.From(stream, encoding), options, path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            note($"'{path}' cannot be read and is left out: {cause.Message}");
            return null;
        }
    }
}
