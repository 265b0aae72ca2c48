using System.Globalization;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>A diagnostic that a test in code expects. Its names are those of Microsoft.CodeAnalysis.Testing.</summary>
/// <remarks>The first location is the diagnostic's own, further ones are its additional locations: all of them, or the test fails.</remarks>
public sealed record DiagnosticResult
{
    private readonly LocalizableString? _format;

    /// <summary>Expects an id of a severity; without a location, anywhere.</summary>
    public DiagnosticResult(string id, DiagnosticSeverity severity) => (Id, Severity) = (id, severity);

    /// <summary>Expects what a descriptor describes.</summary>
    public DiagnosticResult(DiagnosticDescriptor descriptor) => (Id, Severity, _format) = (descriptor.Id, descriptor.DefaultSeverity, descriptor.MessageFormat);

    /// <summary>The diagnostic's id.</summary>
    public string Id { get; }

    /// <summary>The severity that it has after configuration; null: any.</summary>
    public DiagnosticSeverity? Severity { get; private init; }

    /// <summary>The whole message, or null if any will do.</summary>
    public string? Message { get; private init; }

    internal ImmutableArray<ExpectedLocation> Locations { get; private init; } = [];

    internal bool IsFromMarkup { get; private init; }

    /// <summary>Expects an error of the compiler, <c>CS0103</c>.</summary>
    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    /// <summary>Expects a start; line and column count from 1.</summary>
    public DiagnosticResult WithLocation(int line, int column) => With(new(null, new(line - 1, column - 1), null, null));

    /// <summary>Expects a start in a file of that name.</summary>
    public DiagnosticResult WithLocation(string path, int line, int column) => With(new(path, new(line - 1, column - 1), null, null));

    /// <summary>Expects the span that stands in the source as <c>{|#0:…|}</c>.</summary>
    public DiagnosticResult WithLocation(int markupKey) => With(new(null, default, null, markupKey));

    /// <summary>Expects a span; lines and columns count from 1, the end is exclusive.</summary>
    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        With(new(null, new(startLine - 1, startColumn - 1), new(endLine - 1, endColumn - 1), null));

    /// <summary>Expects a span in a file of that name.</summary>
    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        With(new(path, new(startLine - 1, startColumn - 1), new(endLine - 1, endColumn - 1), null));

    /// <summary>Expects the message of the descriptor with these values.</summary>
    public DiagnosticResult WithArguments(params object[] arguments) => this with
    {
        Message = string.Format(CultureInfo.InvariantCulture,
            (_format ?? throw new InvalidOperationException($"The message of {Id} is not known here: make the result from its descriptor, or use WithMessage.")).ToString(CultureInfo.InvariantCulture),
            arguments),
    };

    /// <summary>Expects a message.</summary>
    public DiagnosticResult WithMessage(string message) => this with { Message = message };

    /// <summary>Expects a severity.</summary>
    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    internal static DiagnosticResult AtMarkup(string id, string path, LinePosition start, LinePosition end) =>
        new(id, DiagnosticSeverity.Error) { Severity = null, IsFromMarkup = true, Locations = [new(path, start, end, null)] };

    internal DiagnosticResult Resolve(IReadOnlyDictionary<int, ExpectedLocation> markup) => this with
    {
        Locations = [.. Locations.Select(location => location.MarkupKey is not { } key
            ? location
            : markup.GetValueOrDefault(key) ?? throw new InvalidOperationException($"No source has a span {{|#{key}:…|}}."))],
    };

    /// <inheritdoc />
    public override string ToString() => $"{string.Join(" + ", Locations)}{(Locations.IsEmpty ? "" : ": ")}{Id}{(Message is null ? "" : $": {Message}")}";

    private DiagnosticResult With(ExpectedLocation location) => this with { Locations = Locations.Add(location) };
}

/// <summary>A place that a test expects; positions count from 0.</summary>
internal sealed record ExpectedLocation(string? Path, LinePosition Start, LinePosition? End, int? MarkupKey)
{
    public bool Fits(Location location)
    {
        var span = location.GetLineSpan();
        return (Path is null || System.IO.Path.GetFileName(span.Path) == System.IO.Path.GetFileName(Path))
            && span.StartLinePosition == Start
            && (End is null || span.EndLinePosition == End);
    }

    public override string ToString() => $"{Path}({Start.Line + 1},{Start.Character + 1}{(End is { } end ? $")-({end.Line + 1},{end.Character + 1}" : "")})";
}
