using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model.Api;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Tests.Api;

/// <summary>Users' tables, as a build hands them over.</summary>
internal static class Tables
{
    /// <summary>This table over the built-in ones.</summary>
    public static ApiTables Over(ApiTable table) => ApiTables.For(OptionsWith((table.Path, table.Text)), CancellationToken.None);

    public static AnalyzerOptions OptionsWith(params (string Path, string Text)[] files) =>
        new([.. files.Select(file => (AdditionalText)new InMemory(file.Path, SourceText.From(file.Text)))]);

    private sealed class InMemory(string path, SourceText text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => text;
    }
}
