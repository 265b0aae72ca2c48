using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Specs.Tests.Rewriting;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>What is found depends on what a program does, not on how it is written: every program of every page of a rule is written otherwise, and checked again.</summary>
public sealed class SameFindings
{
    private static readonly ImmutableArray<SpecBlock> s_blocks = [.. RulePages.OnPrograms.SelectMany(page => page.Blocks)];

    /// <summary>What each way is compared with, asked for by whichever comes first.</summary>
    private static readonly ConcurrentDictionary<int, Lazy<Task<Findings>>> s_asWritten = new();

    private static readonly ConcurrentDictionary<int, Lazy<Task<Rewritten>>> s_inAllWays = new();

    /// <summary>Each way, and how much of the programs it has to reach, in edits a block: fewer, and the test would pass because nothing was done.</summary>
    public static TheoryData<string, double> Ways => new()
    {
        { nameof(OtherNames), 20 },
        { nameof(OtherOrder), 5 },
        { nameof(IndirectStarts), 3 },
    };

    public static IEnumerable<TheoryDataRow<int>> Blocks() =>
        Enumerable.Range(0, s_blocks.Length).Select(static block => new TheoryDataRow<int>(block) { TestDisplayName = s_blocks[block].Name });

    /// <summary>Written in all ways at once, one after the other: where that changes what is found, each way alone tells which of them does.</summary>
    [Theory, MemberData(nameof(Blocks))]
    public async Task AreMadeHoweverItIsWritten(int block)
    {
        if (await ChangeAsync(block, await InAllWaysAsync(block)) is not { } change)
            return;

        foreach (var way in WaysFor(block))
            change = await ChangeAsync(block, await InWaysAsync(block, [way])) ?? change;
        Assert.Fail(change);
    }

    /// <summary>The same findings with the same evidence: of a small program another answer is mostly another of two sides that is named first.</summary>
    [Fact]
    public async Task AreMadeByHoweverManyThreads()
    {
        for (var block = 0; block < s_blocks.Length; block++)
        {
            var program = BlockReader.Read(s_blocks[block]).Program;
            var beside = await Findings.OfAsync(program, RulesUnderTest.Shipped, concurrent: true, cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(
                (await AsWrittenAsync(block)).Describe() == beside.Describe(),
                $"{s_blocks[block].Page}({s_blocks[block].FenceLine},1): error SPEC001: several threads find something else:\n{beside.Describe()}");
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task AreLookedForInManyPlaces(string way, double perBlock)
    {
        var edits = new List<int>();
        foreach (var block in Enumerable.Range(0, s_blocks.Length).Where(block => Applies(way, s_blocks[block])))
            edits.Add((await InAllWaysAsync(block)).Edits[way]);
        Assert.True(
            edits.Sum() >= perBlock * edits.Count && edits.Count(edit => edit > 0) >= edits.Count * 2 / 3,
            $"{way} made {edits.Sum()} edits in {edits.Count(edit => edit > 0)} of {edits.Count} blocks: expected {perBlock} a block, and two blocks of three");
    }

    private static async Task<string?> ChangeAsync(int block, Rewritten rewritten)
    {
        var before = await AsWrittenAsync(block);
        var after = await Findings.OfAsync(rewritten.Program, RulesUnderTest.Shipped, cancellationToken: TestContext.Current.CancellationToken);
        var ways = string.Join(", ", rewritten.Edits.Keys);
        if (!Ids(before.CompileErrors).SequenceEqual(Ids(after.CompileErrors)))
            return $"{ways} made another program of it: {string.Join("; ", after.CompileErrors)}\n{TextOf(rewritten.Program)}";
        if (!after.Crashes.IsEmpty)
            return after.Crashes[0];

        var found = after.Diagnostics.Select(static finding => (finding.Id, Place: PlaceOf(finding))).ToList();
        var lost = before.Diagnostics.Where(finding => !found.Remove((finding.Id, rewritten.Places[PlaceOf(finding)]))).ToList();
        var gained = after.Diagnostics.Where(finding => found.Contains((finding.Id, PlaceOf(finding)))).ToList();
        return lost.Count == 0 && gained.Count == 0
            ? null
            : $"{s_blocks[block].Page}({s_blocks[block].FenceLine},1): error SPEC001: {ways} changed what is found\nlost:\n{Described(lost)}\ngained:\n{Described(gained)}\nin\n{TextOf(rewritten.Program)}";
    }

    private static Task<Rewritten> InAllWaysAsync(int block) => s_inAllWays.GetOrAdd(block, static one => new(() => InWaysAsync(one, WaysFor(one)))).Value;

    private static async Task<Rewritten> InWaysAsync(int block, IEnumerable<string> ways)
    {
        var program = BlockReader.Read(s_blocks[block]).Program;
        var places = (await AsWrittenAsync(block)).Diagnostics.Select(PlaceOf).Distinct().ToDictionary(static place => place);
        var edits = new Dictionary<string, int>();
        foreach (var way in ways)
        {
            var rewrite = Written(program, [.. places.Values], way);
            program = rewrite.Program;
            places = places.ToDictionary(static place => place.Key, place => rewrite.Places[place.Value]);
            edits[way] = rewrite.Edits;
        }

        return new(program, places, edits);
    }

    private static IEnumerable<string> WaysFor(int block) => Ways.Select(static row => row.Data.Item1).Where(way => Applies(way, s_blocks[block]));

    private static Task<Findings> AsWrittenAsync(int block) =>
        s_asWritten.GetOrAdd(block, static one => new(() => Findings.OfAsync(BlockReader.Read(s_blocks[one]).Program, RulesUnderTest.Shipped))).Value;

    /// <summary>Where a declaration is the evidence, <c>volatile</c>, a lock or a call of <c>Interlocked</c>, a program need not start anything: then no start can be written otherwise.</summary>
    private static bool Applies(string way, SpecBlock block) => way != nameof(IndirectStarts) || s_startWords.Any(word => block.Lines.Any(line => line.Contains(word, StringComparison.Ordinal)));

    private static readonly ImmutableArray<string> s_startWords = ["new Thread(", "Task.Run(", "Task.Run<", "Parallel.For(", "Parallel.ForEach(", "Parallel.Invoke(", "QueueUserWorkItem("];

    private static Rewrite Written(SampleProgram program, IReadOnlyCollection<Place> marked, string way) => way switch
    {
        nameof(OtherNames) => Rewrite.Of(program, marked, compilation => new OtherNames(compilation, program.ApiText)),
        nameof(IndirectStarts) => Rewrite.Of(program, marked, static compilation => new IndirectStarts(compilation), IndirectStarts.File),
        nameof(OtherOrder) => Rewrite.Of(program, marked, static compilation => new OtherOrder(compilation)),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "Name a rewriter."),
    };

    private static Place PlaceOf(Diagnostic finding) =>
        new(Path.GetRelativePath(SampleProgram.Folder, finding.Location.SourceTree!.FilePath), finding.Location.SourceSpan.Start);

    private static IEnumerable<string> Ids(ImmutableArray<Diagnostic> errors) => errors.Select(error => error.Id).Order(StringComparer.Ordinal);

    private static string Described(IEnumerable<Diagnostic> findings) => string.Join("\n", findings.Select(Findings.Describe));

    private static string TextOf(SampleProgram program) => string.Join("\n", program.Files.Select(file => $"// file: {file.Name}\n{file.Text}"));

    /// <summary>A program in other words, where the places of its findings are now, and how much each way changed.</summary>
    private sealed record Rewritten(SampleProgram Program, Dictionary<Place, Place> Places, Dictionary<string, int> Edits);
}
