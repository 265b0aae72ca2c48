using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Broken code that looks like real code: the programs of all pages with one token missing, doubled or taken from elsewhere, or ending with it.</summary>
public sealed class MutatedTokens
{
    private const int MutantsOfABlock = 4;

    // A fix makes each of its repairs on a copy and analyses that again: to ask for all of them costs ten times the rules.
    private const int FixesEvery = 50;
    private const int MostFixes = 3;

    [Fact]
    public async Task NeverCrashARule()
    {
        // The seed is fixed: a mutant that fails today fails tomorrow.
        var random = new Random(20_240_229);
        var mutants = 0;
        foreach (var (place, program) in PagePrograms.All)
        {
            for (var count = 0; count < MutantsOfABlock; count++)
            {
                var file = random.Next(program.Files.Length);
                var mutant = program with { Files = program.Files.SetItem(file, program.Files[file] with { Text = Mutate(program, file, random) }) };
                try
                {
                    var findings = await Survival.OfAsync(mutant);
                    if (mutants++ % FixesEvery == 0 && findings.Diagnostics.Any(static finding => RulesUnderTest.Shipped.FixesOf(finding.Id).Any()))
                        await AskFixesAsync(mutant);
                }
                catch (Exception exception) when (exception is not OperationCanceledException && IsSurvivedByCompiler(mutant.Compile()))
                {
                    Assert.Fail($"{place}: {exception}\n{mutant.Files[file].Text}");
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // No rule was asked: the compiler ends in an exception of its own, as Roslyn 5.12.0 does for `[A(nameof(_field =)] int _other;`.
                }
            }
        }
    }

    private static async Task AskFixesAsync(SampleProgram mutant)
    {
        var asked = 0;
        await new Repairs(mutant, RulesUnderTest.Shipped).OffersAsync(_ => asked++ < MostFixes, TestContext.Current.CancellationToken);
    }

    private static bool IsSurvivedByCompiler(Compilation compilation)
    {
        try
        {
            compilation.GetDiagnostics(TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    private static string Mutate(SampleProgram program, int file, Random random)
    {
        var text = program.Files[file].Text;
        var tokens = CSharpSyntaxTree.ParseText(text, program.ParseOptions).GetRoot().DescendantTokens().Where(static token => token.Span.Length > 0).ToList();
        if (tokens.Count == 0)
            return text;

        var token = tokens[random.Next(tokens.Count)];
        var (before, after) = (text[..token.SpanStart], text[token.Span.End..]);
        return random.Next(4) switch
        {
            0 => before + after,
            1 => $"{before}{token.Text} {token.Text}{after}",
            2 => before + token.Text,
            _ => before + tokens[random.Next(tokens.Count)].Text + after,
        };
    }
}
