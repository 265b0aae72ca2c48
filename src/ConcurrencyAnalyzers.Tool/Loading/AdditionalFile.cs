using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>A file that the project hands to rules and generators; read when one asks.</summary>
internal sealed class AdditionalFile(string path) : AdditionalText
{
    private readonly Lazy<SourceText?> _text = new(() =>
    {
        if (!File.Exists(path))
            return null;
        using var stream = File.OpenRead(path);
        return SourceText.From(stream);
    });

    public override string Path => path;

    public override SourceText? GetText(CancellationToken cancellationToken = default) => _text.Value;
}
