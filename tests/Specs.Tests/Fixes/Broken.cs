using Microsoft.CodeAnalysis.CodeFixes;
using ConcurrencyAnalyzers.Rules.Races;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>A fix that throws is a message in a log that nobody reads: half-typed programs get a repair or none, and no exception.</summary>
public sealed class Broken
{
    private const string Source = """
        class C<T>(double start)
        {
            private static int s_count;
            private int _next, _bits;
            private double _sum;
            private readonly int[] _hits = new int[9];
            public decimal Total { get; private set; }

            public async Task Run(C<T>? other)
            {
                var local = 0;
                await Task.WhenAll(Task.Run(Add), Task.Run(() => { local++; s_count += local; }));
                Parallel.For(0, 9, i =>
                {
                    _hits[_next++ % 9] += 2;
                    if ((_bits |= i) > 3) _sum += Price(i);
                    Total -= start++;
                    var old = _sum;
                    _sum = old * 2;
                });
            }

            private async Task Add() => _sum += await Task.FromResult(_next);

            private double Price(int i) => i;
        }

        """;

    [Fact]
    public async Task ProgramsGetARepairOrNone()
    {
        var cuts = 0;
        for (var length = 0; length < Source.Length; length += 23)
        {
            await AskAllAsync(Source[..length]);
            await AskAllAsync(Source.Remove(length, Math.Min(7, Source.Length - length)));
            cuts += 2;
        }

        Assert.True(cuts > 40);
    }

    [Fact]
    public async Task TheWholeProgramIsRepaired()
    {
        var program = SampleProgram.Of(Source.Replace("Total -= start++", "Total -= 1", StringComparison.Ordinal)) with { Options = ["dotnet_code_quality.concurrency.fix_all = review"] };
        Assert.NotEmpty(await Fixing.FindingsAsync(program));
        Assert.Empty(await Fixing.FindingsAsync(await Fixing.ApplyAllAsync(program)));
    }

    private static async Task AskAllAsync(string source)
    {
        var project = SampleWorkspace.Open(SampleProgram.Of(source));
        var compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        var rules = RulesUnderTest.Of([new UnsynchronizedIncrement()], []);
        var found = await Findings.OfAsync(compilation!, project.AnalyzerOptions, rules, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(found.Crashes);
        foreach (var diagnostic in found.Diagnostics)
        {
            var context = new CodeFixContext(project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, static (_, _) => { }, TestContext.Current.CancellationToken);
            await new UnsynchronizedIncrementFix().RegisterCodeFixesAsync(context);
        }
    }
}
