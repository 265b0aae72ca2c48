using ConcurrencyAnalyzers.Specs.Tests.Rewriting;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Samples.Tests.Service;

/// <summary>The repaired service is written by the fixes, which look at what a program does and not at what it calls things.</summary>
public sealed class RepairedService
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IsWhatTheFixesMakeOfTheServiceBefore()
    {
        var formatted = await FormattedProgram.OfAsync(ServiceSample.Before, RulesUnderTest.Shipped, Cancellation);

        foreach (var (kept, written) in ServiceSample.After.Files.Zip(formatted.Files))
        {
            Assert.True(
                kept == written,
                $"{ServiceSample.RepairedFolder}/{kept.Name} is not what the fixes write: run `dotnet run --project tests/Conventions.Tests -- --update`. They write\n{written.Text}");
        }
    }

    [Fact]
    public async Task IsTheSameAfterEveryIdentifierWasRenamed()
    {
        var renamed = Rewrite.Of(ServiceSample.Before, [], static compilation => new OtherNames(compilation, tables: ""));
        Assert.True(renamed.Edits > 60, $"Only {renamed.Edits} names were changed.");

        var formatted = await FormattedProgram.OfAsync(renamed.Program, RulesUnderTest.Shipped, Cancellation);

        var names = new Dictionary<string, string>();
        var originals = new Dictionary<string, string>();
        foreach (var (expected, found) in ServiceSample.After.Files.Zip(formatted.Files))
        {
            Assert.Equal(expected.Name, found.Name);
            var tokens = TokensOf(expected);
            var others = TokensOf(found);
            Assert.True(tokens.Length == others.Length, $"{expected.Name}: {tokens.Length} tokens, and {others.Length} under other names:\n{found.Text}");
            foreach (var (token, other) in tokens.Zip(others))
                Assert.True(IsSame(token, other), $"{expected.Name}: expected '{token}', found '{other}' at {other.GetLocation().GetLineSpan().StartLinePosition} in\n{found.Text}");
        }

        // One name for one name, in all files: else the fixes would have mixed two things up.
        bool IsSame(SyntaxToken token, SyntaxToken other) =>
            token.RawKind == other.RawKind
            && (token.IsKind(SyntaxKind.IdentifierToken)
                ? names.GetOrAdd(token.ValueText, other.ValueText) == other.ValueText && originals.GetOrAdd(other.ValueText, token.ValueText) == token.ValueText
                : token.Text == other.Text);
    }

    [Fact]
    public async Task HasNothingLeftToRepair()
    {
        var findings = await Findings.OfAsync(ServiceSample.After, RulesUnderTest.Shipped, cancellationToken: Cancellation);
        Assert.Empty(findings.CompileErrors);
        Assert.Empty(findings.Crashes);

        var again = await FormattedProgram.OfAsync(ServiceSample.After, RulesUnderTest.Shipped, Cancellation);
        Assert.Equal(ServiceSample.After.Files, again.Files);
    }

    private static ImmutableArray<SyntaxToken> TokensOf(SampleFile file) => [.. CSharpSyntaxTree.ParseText(file.Text).GetRoot(Cancellation).DescendantTokens()];
}

file static class Names
{
    public static string GetOrAdd(this Dictionary<string, string> names, string name, string other)
    {
        names.TryAdd(name, other);
        return names[name];
    }
}
