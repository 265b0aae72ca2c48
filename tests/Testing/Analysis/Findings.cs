namespace ConcurrencyAnalyzers.Testing;

/// <summary>What the compiler and the rules say about a program.</summary>
/// <param name="CompileErrors">Errors of the compiler.</param>
/// <param name="Diagnostics">Everything the rules report, by file, position, id and message, whatever its severity.</param>
/// <param name="Crashes">What rules threw (AD0001), as whole texts with stack.</param>
public sealed record Findings(ImmutableArray<Diagnostic> CompileErrors, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<string> Crashes)
{
    /// <summary>Analyses a program without a workspace.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rules">The rules to ask.</param>
    /// <param name="enabled">Ids that are reported even if they are off by default.</param>
    /// <param name="concurrent">Whether rules run on several threads at once, as in a build.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    public static Task<Findings> OfAsync(
        SampleProgram program, RulesUnderTest rules, IReadOnlySet<string>? enabled = null, bool concurrent = false, CancellationToken cancellationToken = default) =>
        OfAsync(program.Compile(), program.AnalyzerOptions(), rules, enabled, concurrent, cancellationToken);

    /// <summary>Analyses a compilation.</summary>
    public static async Task<Findings> OfAsync(
        Compilation compilation, AnalyzerOptions options, RulesUnderTest rules, IReadOnlySet<string>? enabled = null, bool concurrent = false, CancellationToken cancellationToken = default)
    {
        compilation = Configure(compilation, options, enabled);
        if (rules.Rules.IsEmpty)
            return new([.. compilation.GetDiagnostics(cancellationToken).Where(IsError)], [], []);

        var crashes = ImmutableArray.CreateBuilder<string>();
        var driver = compilation.WithAnalyzers(rules.Rules, new CompilationWithAnalyzersOptions(
            options,
            (exception, analyzer, _) =>
            {
                lock (crashes)
                    crashes.Add($"{analyzer.GetType().Name} threw {exception}");
            },
            concurrent,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false,
            analyzerExceptionFilter: exception => exception is not OperationCanceledException));
        // Both at once: asked for its errors alone, the compiler binds everything twice.
        var reported = (await driver.GetAllDiagnosticsAsync(cancellationToken)).ToLookup(IsOfCompiler);
        lock (crashes)
            return new([.. reported[true].Where(IsError)], InOrder(reported[false]), crashes.ToImmutable());
    }

    /// <summary>One line a diagnostic, to compare answers and to show them.</summary>
    public string Describe() => string.Join("\n", Diagnostics.Select(Describe));

    internal static string Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        var sides = string.Concat(diagnostic.AdditionalLocations.Select(side => $" +{Path.GetFileName(side.GetLineSpan().Path)}{side.GetLineSpan().Span}"));
        var properties = string.Concat(diagnostic.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $" {pair.Key}={pair.Value}"));
        return $"{Path.GetFileName(place.Path)}{place.Span}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage()}{sides}{properties}";
    }

    internal static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path ?? "", StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.GetMessage(), StringComparer.Ordinal)];

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static bool IsOfCompiler(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);

    private static Compilation Configure(Compilation compilation, AnalyzerOptions options, IReadOnlySet<string>? enabled)
    {
        var severities = compilation.Options.SpecificDiagnosticOptions;
        foreach (var id in enabled ?? ImmutableHashSet<string>.Empty)
            severities = severities.SetItem(id, ReportDiagnostic.Warn);

        if (options.AnalyzerConfigOptionsProvider is SampleConfiguration configuration)
            severities = severities.SetItems(configuration.Severities);

        return compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(severities));
    }
}
