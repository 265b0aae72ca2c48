using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Model.Tests.Determinism;

/// <summary>
/// The same findings, with the same evidence, in the same order: however many threads ask, and in whatever order the files come. Here of a project of many files;
/// the programs of pages are asked in Specs.Tests.
/// </summary>
public sealed class SameAnswers
{
    private const int Seeds = 4;

    [Fact]
    public async Task OnAProjectOfSixtyFiles()
    {
        var program = Crossroads.AddTo(GeneratedProject.Of(files: 60, lines: 400));
        var expected = await ReportAsync(program, concurrent: false);
        Assert.True(expected.Split('\n').Length > 50, "The project is there to have findings, and many sides to choose from.");

        Assert.Equal(expected, await ReportAsync(program, concurrent: false));
        Assert.Equal(expected, await ReportAsync(program, concurrent: true));
        foreach (var shuffled in Shuffled(program))
            Assert.Equal(expected, await ReportAsync(shuffled, concurrent: true));
    }

    /// <summary>The model alone, without a driver that would choose how many threads there are.</summary>
    [Theory, InlineData(1), InlineData(8)]
    public void WhateverTheOrderOfQuestions(int threads)
    {
        var program = Crossroads.AddTo(GeneratedProject.Of(files: 60, lines: 400));
        var expected = Answers(program, Enumerable.Range(0, 1), threads: 1);
        for (var seed = 1; seed <= Seeds; seed++)
            Assert.Equal(expected, Answers(program, [seed], threads));
    }

    /// <summary>Everything that a rule could say, each tree asked about in an order of its own by one of the threads.</summary>
    private static SortedDictionary<string, string> Answers(SampleProgram program, IEnumerable<int> seeds, int threads)
    {
        var compilation = program.Compile();
        var model = ConcurrencyModel.For(compilation, program.AnalyzerOptions());
        var trees = compilation.SyntaxTrees.ToArray();
        foreach (var seed in seeds)
            new Random(seed).Shuffle(trees);

        var questions = new ConcurrentQueue<SyntaxTree>(trees);
        var answers = new ConcurrentDictionary<string, string>();
        using var start = new Barrier(threads);
        var askers = Enumerable.Range(0, threads).Select(_ => new Thread(Ask)).ToList();
        askers.ForEach(asker => asker.Start());
        askers.ForEach(asker => asker.Join());
        return new(answers, StringComparer.Ordinal);

        void Ask()
        {
            start.SignalAndWait();
            while (questions.TryDequeue(out var tree))
                answers[tree.FilePath] = string.Join("\n", model.UpdatesIn(tree, CancellationToken.None).Select(update => Describe(model, update)));
        }
    }

    private static string Describe(ConcurrencyModel model, Access update)
    {
        var answer = model.RaceOn(update, CancellationToken.None);
        var sides = answer.Proves(out var race) ? $"{race.Witness}: {string.Join(", ", race.OtherSide.Select(side => side.GetLineSpan()))}" : $"no race: {answer.Cause}";
        return $"{update.Location.GetLineSpan()} {sides}";
    }

    /// <summary>File by file in the order of reports, which inside a file nobody sorts: it is the rule's own.</summary>
    private static async Task<string> ReportAsync(SampleProgram program, bool concurrent)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var options = new CompilationWithAnalyzersOptions(program.AnalyzerOptions(), onAnalyzerException: null, concurrent, logAnalyzerExecutionTime: false);
        var found = await program.Compile().WithAnalyzers(RulesUnderTest.Shipped.Rules, options).GetAnalyzerDiagnosticsAsync(cancellation);
        return string.Join("\n", found
            .GroupBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .OrderBy(file => file.Key, StringComparer.Ordinal)
            .SelectMany(file => file.GroupBy(diagnostic => diagnostic.Id).OrderBy(rule => rule.Key, StringComparer.Ordinal).SelectMany(rule => rule))
            .Select(Describe));
    }

    private static string Describe(Diagnostic diagnostic)
    {
        var sides = string.Concat(diagnostic.AdditionalLocations.Select(side => $" + {side.GetLineSpan()}"));
        var properties = string.Concat(diagnostic.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $" {pair.Key}={pair.Value}"));
        return $"{diagnostic.Location.GetLineSpan()}: {diagnostic.Severity} {diagnostic.Id}: {diagnostic.GetMessage()}{sides}{properties}";
    }

    private static IEnumerable<SampleProgram> Shuffled(SampleProgram program)
    {
        for (var seed = 0; seed < Seeds && program.Files.Length > 1; seed++)
        {
            var files = program.Files.ToArray();
            new Random(seed).Shuffle(files);
            yield return program with { Files = files.ToImmutableArray() };
        }
    }
}
