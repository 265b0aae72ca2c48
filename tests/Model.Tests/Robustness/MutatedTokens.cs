using System.Text;
using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Broken code that looks like real code: the programs of all pages with one token missing, doubled or taken from elsewhere.</summary>
public sealed class MutatedTokens
{
    private const int MutantsOfABlock = 6;

    [Fact]
    public async Task NeverCrashARule()
    {
        // The seed is fixed: a mutant that fails today fails tomorrow.
        var random = new Random(20_240_229);
        foreach (var (place, program) in PagePrograms.All)
        {
            var compilation = program.Compile();
            for (var count = 0; count < MutantsOfABlock; count++)
            {
                var tree = compilation.SyntaxTrees[random.Next(program.Files.Length)];
                var mutant = Mutate(tree, random);
                var mutated = compilation.ReplaceSyntaxTree(tree, mutant);
                try
                {
                    await Survival.OfAsync(mutated, program.AnalyzerOptions());
                }
                catch (Exception exception) when (exception is not OperationCanceledException && IsSurvivedByCompiler(mutated))
                {
                    Assert.Fail($"{place}: {exception.Message}\n{mutant}");
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // No rule was asked: the compiler ends in an exception of its own, as Roslyn 5.12.0 does for `[A(nameof(_field =)] int _other;`.
                }
            }
        }
    }

    private static bool IsSurvivedByCompiler(Compilation compilation)
    {
        try
        {
            compilation.Clone().GetDiagnostics(TestContext.Current.CancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    private static SyntaxTree Mutate(SyntaxTree tree, Random random)
    {
        var text = tree.GetText();
        var tokens = tree.GetRoot().DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        if (tokens.Count == 0)
            return tree;

        var token = tokens[random.Next(tokens.Count)];
        var change = random.Next(3) switch
        {
            0 => new TextChange(token.Span, ""),
            1 => new TextChange(new TextSpan(token.Span.End, 0), " " + token.Text),
            _ => new TextChange(token.Span, tokens[random.Next(tokens.Count)].Text),
        };
        return CSharpSyntaxTree.ParseText(SourceText.From(text.WithChanges(change).ToString(), Encoding.UTF8), (CSharpParseOptions)tree.Options, tree.FilePath);
    }
}
