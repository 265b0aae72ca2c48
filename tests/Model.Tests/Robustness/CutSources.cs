using System.Text;
using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Half-typed sources: a 300-line file that ends anywhere.</summary>
public sealed class CutSources
{
    private const int Cuts = 200;

    private const string Intact = """
        class Turnstile
        {
            private int _visitors;

            public void Open() => Parallel.Invoke(Enter, Enter);

            private void Enter() => _visitors++;
        }
        """;

    [Fact]
    public async Task LeaveTheOtherFilesFindingsAlone()
    {
        var whole = GeneratedProject.Large(300).Replace(GeneratedProject.Caret, "_ticks++;", StringComparison.Ordinal);
        var program = new SampleProgram { Files = [new("Turnstile.cs", Intact), new("Ledger.cs", whole)] };
        var compilation = program.Compile();
        var ledger = compilation.SyntaxTrees[1];
        var expected = Lines(await Survival.OfAsync(compilation, program.AnalyzerOptions()));
        Assert.Equal(["Ledger.cs", "Turnstile.cs"], expected.Select(line => line[..line.IndexOf('(', StringComparison.Ordinal)]).Order());

        for (var cut = 0; cut < Cuts; cut++)
        {
            // Not evenly: cuts fall into words, strings and comments as well as between them.
            var end = (int)((long)cut * whole.Length / Cuts) + (cut % 3);
            var half = ledger.WithChangedText(SourceText.From(whole[..end], Encoding.UTF8));
            var found = Lines(await Survival.OfAsync(compilation.ReplaceSyntaxTree(ledger, half), program.AnalyzerOptions()));

            Assert.Equal(InTurnstile(expected), InTurnstile(found));
        }
    }

    private static List<string> Lines(Findings findings) => [.. findings.Describe().Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static IEnumerable<string> InTurnstile(List<string> lines) => lines.Where(line => line.StartsWith("Turnstile.cs", StringComparison.Ordinal));
}
