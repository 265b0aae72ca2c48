using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Tool.Loading;

/// <summary>One compilation, ready for the rules.</summary>
/// <param name="Name">How it is called in messages.</param>
/// <param name="Options">Additional files and <c>.editorconfig</c> values, for the rules.</param>
/// <param name="WrittenFiles">The sources that people wrote: without what generators and the build added.</param>
internal sealed record LoadedProgram(string Name, CSharpCompilation Compilation, AnalyzerOptions Options, ImmutableArray<SyntaxTree> WrittenFiles);
