using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>One analyzer, one program and all that is expected: what <c>CSharpAnalyzerTest</c> of Microsoft.CodeAnalysis.Testing is.</summary>
public class CSharpAnalyzerTest<TAnalyzer> where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>The program.</summary>
    public SolutionState TestState { get; } = new();

    /// <summary>Sets the only source.</summary>
    public string TestCode
    {
        set => TestState.Sources.Add(value);
    }

    /// <summary>What is expected beside the markup.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    /// <summary>What the sources are compiled against.</summary>
    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Net.Net100;

    /// <summary>The version of C#.</summary>
    public LanguageVersion LanguageVersion { get; set; } = LanguageVersion.Latest;

    /// <summary>Runs the test.</summary>
    /// <exception cref="VerificationException">Something is expected and was not found, or the other way round.</exception>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var (program, expected) = Read(TestState);
        await VerifyAsync("the source", program, expected, cancellationToken);
    }

    private protected virtual RulesUnderTest Rules { get; } = RulesUnderTest.Of([new TAnalyzer()], []);

    private protected (SampleProgram Program, ImmutableArray<DiagnosticResult> Expected) Read(SolutionState state)
    {
        var expected = new List<DiagnosticResult>();
        var numbered = new Dictionary<int, ExpectedLocation>();
        var defaultId = Rules.Descriptors is [var only] ? only.Id : null;
        var files = state.Sources.Select(source => new SampleFile(source.Filename, SpanMarkup.Read(source.Filename, source.Content, defaultId, expected, numbered))).ToImmutableArray();
        if (state.AdditionalFiles.Find(file => !file.Filename.EndsWith(".concurrency.api", StringComparison.Ordinal)) is { Filename: not null } unread)
            throw new InvalidOperationException($"The analyzers read no additional file named {unread.Filename}: name it *.concurrency.api.");

        return (
            new()
            {
                Files = files,
                ApiLines = [.. state.AdditionalFiles.SelectMany(file => file.Content.ReplaceLineEndings("\n").Split('\n'))],
                EditorConfig = state.AnalyzerConfigFiles.Count == 0 ? null : state.AnalyzerConfigFiles.Single().Content,
                Target = (state.ReferenceAssemblies ?? ReferenceAssemblies).Target,
                Language = LanguageVersion,
            },
            [.. expected, .. state.ExpectedDiagnostics.Select(result => result.Resolve(numbered))]);
    }

    private protected async Task VerifyAsync(string what, SampleProgram program, ImmutableArray<DiagnosticResult> expected, CancellationToken cancellationToken)
    {
        var enabled = Rules.Descriptors.Where(descriptor => !descriptor.IsEnabledByDefault).Select(descriptor => descriptor.Id).ToHashSet();
        var findings = await Findings.OfAsync(program, Rules, enabled, cancellationToken: cancellationToken);
        if (!findings.Crashes.IsEmpty)
            throw new VerificationException($"Expected an answer about {what}, found AD0001: {string.Join("\n", findings.Crashes)}");

        var found = Findings.InOrder([.. findings.CompileErrors, .. findings.Diagnostics]).ToList();
        var missing = expected.Where(result => !Take(result)).ToList();
        if (missing.Count + found.Count > 0)
        {
            throw new VerificationException(
                $"About {what}:\n{string.Concat(missing.Select(result => $"expected and not found: {result}\n"))}"
                + string.Concat(found.Select(diagnostic => $"found and not expected: {diagnostic}\n")));
        }

        bool Take(DiagnosticResult result) => found.Find(diagnostic => Fits(result, diagnostic)) is { } fitting && found.Remove(fitting);
    }

    private static bool Fits(DiagnosticResult expected, Diagnostic found) =>
        expected.Id == found.Id
        && (expected.Severity is null || expected.Severity == found.Severity)
        && (expected.Message is null || expected.Message == found.GetMessage())
        && (expected.Locations.IsEmpty || (expected.Locations[0].Fits(found.Location) && (expected.IsFromMarkup || FitsOtherSides(expected, found))));

    private static bool FitsOtherSides(DiagnosticResult expected, Diagnostic found) =>
        expected.Locations.Length - 1 == found.AdditionalLocations.Count
        && expected.Locations.Skip(1).Zip(found.AdditionalLocations).All(pair => pair.First.Fits(pair.Second));
}

/// <summary>A test in code failed.</summary>
public sealed class VerificationException(string message) : Exception(message);
