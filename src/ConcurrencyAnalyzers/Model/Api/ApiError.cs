using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>Words of a table.</summary>
/// <param name="Text">Their characters.</param>
/// <param name="Lines">The same in lines and columns, as locations ask for it.</param>
internal readonly record struct ApiSpan(TextSpan Text, LinePositionSpan Lines)
{
    public ApiSpan(int lineStart, int line, int start, int length)
        : this(
            new TextSpan(start, length),
            new LinePositionSpan(new LinePosition(line, start - lineStart), new LinePosition(line, start - lineStart + length)))
    {
    }

    public Location In(string path) => Location.Create(path, Text, Lines);
}

/// <summary>A place in a table that cannot be used, and why.</summary>
/// <param name="Span">The words that are wrong.</param>
/// <param name="Message">What is wrong, then what is allowed; without a full stop.</param>
internal sealed record ApiError(ApiSpan Span, string Message);
