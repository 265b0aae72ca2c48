using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Runs every rule over a program that may be anything, and demands what holds for all of them: an answer, no crash, no stray location.</summary>
internal static class Survival
{
    /// <summary>Far more than any of these programs takes on a busy machine; only a hang gets there.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    public static Task<Findings> OfAsync(SampleProgram program) => OfAsync(program.Compile(), program.AnalyzerOptions());

    public static async Task<Findings> OfAsync(Compilation compilation, AnalyzerOptions options)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);

        // A loop that looks at no token is left behind on its own thread; the test ends all the same.
        var findings = await Task.Run(() => Findings.OfAsync(compilation, options, RulesUnderTest.Shipped, cancellationToken: limit.Token), limit.Token)
            .WaitAsync(s_limit, TestContext.Current.CancellationToken);

        Assert.True(findings.Crashes.IsEmpty, string.Join("\n", findings.Crashes));
        foreach (var place in findings.Diagnostics.SelectMany(diagnostic => diagnostic.AdditionalLocations.Prepend(diagnostic.Location)))
            Assert.True(place.SourceTree is null || compilation.ContainsSyntaxTree(place.SourceTree), $"{place} lies outside the compilation.");
        return findings;
    }
}
