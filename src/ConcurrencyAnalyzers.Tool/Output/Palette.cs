namespace ConcurrencyAnalyzers.Tool.Output;

/// <summary>Colours of a terminal, or none.</summary>
internal sealed class Palette(bool color)
{
    public string Strong(string text) => Paint("1", text);

    /// <summary>What carries structure and not content: line numbers, bars.</summary>
    public string Faint(string text) => Paint("2", text);

    public string Of(DiagnosticSeverity severity, string text) => Paint(
        severity switch
        {
            DiagnosticSeverity.Error => "31",
            DiagnosticSeverity.Warning => "33",
            _ => "36",
        }, text);

    private string Paint(string code, string text) => color ? $"\e[{code}m{text}\e[0m" : text;
}
