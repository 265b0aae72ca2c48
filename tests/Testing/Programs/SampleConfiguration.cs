namespace ConcurrencyAnalyzers.Testing;

/// <summary>The text of an <c>.editorconfig</c>, read and applied by the compiler's own reader.</summary>
/// <remarks>
/// As in a build, sections reach analyzers per file and not through <see cref="GlobalOptions"/>: a rule that looks for its options only
/// there fails here as it would fail its users. MSBuild properties (<c>build_property.…</c>) are global.
/// </remarks>
internal sealed class SampleConfiguration : AnalyzerConfigOptionsProvider
{
    private readonly AnalyzerConfigSet _set;

    public SampleConfiguration(string text)
    {
        _set = AnalyzerConfigSet.Create(ImmutableArray.Create(AnalyzerConfig.Parse(text, SampleProgram.ConfigFile)));
        var ofAnyFile = _set.GetOptionsForSourcePath(SampleProgram.Folder + SampleProgram.DefaultFile).AnalyzerOptions;
        GlobalOptions = new Values(ofAnyFile.Where(option => option.Key.StartsWith("build_property.", StringComparison.OrdinalIgnoreCase))
            .ToImmutableDictionary(AnalyzerConfigOptions.KeyComparer));
    }

    public override AnalyzerConfigOptions GlobalOptions { get; }

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => OptionsOf(tree.FilePath);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => OptionsOf(textFile.Path);

    /// <summary>Severities (<c>dotnet_diagnostic.ID.severity</c>) that hold for all files.</summary>
    public ImmutableDictionary<string, ReportDiagnostic> Severities =>
        _set.GetOptionsForSourcePath(SampleProgram.Folder + SampleProgram.DefaultFile).TreeOptions;

    private Values OptionsOf(string path) => new(_set.GetOptionsForSourcePath(path).AnalyzerOptions);

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        // Not annotated: the attribute for it exists three times here, since the analyzer assemblies bring it and are open to tests.
        public override bool TryGetValue(string key, out string value) => values.TryGetValue(key, out value!);
    }
}
