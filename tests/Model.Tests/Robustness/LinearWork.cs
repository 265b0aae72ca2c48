using ConcurrencyAnalyzers.Testing;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Twice the program, at most 2.2 times the work: counted here where a pair, or a file for each question, would have made it four times.</summary>
public sealed class LinearWork
{
    private const double MostGrowth = 2.2;

    [Fact]
    public void FilesThatAreLookedIntoForAName() =>
        ExpectLinear(GeneratedProject.Of(files: 300, lines: 400), GeneratedProject.Of(files: 600, lines: 400), static work => work.TreesSearched);

    /// <summary>Of the many ways to one counter, each is compared with those that a thread leaves behind, and not with each other.</summary>
    [Fact]
    public void WaysToOneCounter() =>
        ExpectLinear(Counter(steps: 20), Counter(steps: 40), static work => work.WaysCompared);

    private static SampleProgram Counter(int steps)
    {
        var calls = string.Concat(Enumerable.Range(0, steps).Select(number => $"        Step{number}();\n"));
        var methods = string.Concat(Enumerable.Range(0, steps).Select(number => $"    private void Step{number}() => Bump();\n"));
        return SampleProgram.Of($$"""
            class Meter
            {
                private int _n;

                static void Main() => new Meter().Run();

                private void Run()
                {
                    Parallel.Invoke(Watch);
            {{calls}}
                }

                private void Watch() => Bump();

                private void Bump() => _n++;

            {{methods}}
            }
            """);
    }

    private static void ExpectLinear(SampleProgram program, SampleProgram twice, Func<ModelCounters, long> work)
    {
        var (once, again) = (work(AskAll(program)), work(AskAll(twice)));
        Assert.True(once > 0, "Nothing was counted: the program asks nothing of the kind.");
        Assert.True(again <= once * MostGrowth, $"The work has grown from {once} to {again}, which is {(double)again / once:0.0} times as much for a program of twice the size.");
    }

    private static ModelCounters AskAll(SampleProgram program)
    {
        var compilation = program.Compile();
        var model = ConcurrencyModel.For(compilation, program.AnalyzerOptions());
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var update in model.UpdatesIn(tree, TestContext.Current.CancellationToken))
                model.RaceOn(update, TestContext.Current.CancellationToken);
            model.ContentRacesIn(tree, TestContext.Current.CancellationToken).Count();
            model.UnguardedUsesIn(tree, TestContext.Current.CancellationToken).Count();
        }

        return model.Counters;
    }
}
