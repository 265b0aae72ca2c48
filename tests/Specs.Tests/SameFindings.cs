using ConcurrencyAnalyzers.Specs.Tests.Rewriting;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>What is found depends on what a program does, not on how it is written: every program of every page of a rule is written otherwise, and checked again.</summary>
public sealed class SameFindings
{
    private static readonly ImmutableArray<SpecBlock> s_blocks = [.. RulePages.OnPrograms.SelectMany(page => page.Blocks)];

    /// <summary>Each way, and how much of the programs it has to reach, in edits a block: fewer, and the test would pass because nothing was done.</summary>
    public static TheoryData<string, double> Ways => new()
    {
        { nameof(OtherNames), 20 },
        { nameof(IndirectStarts), 3 },
        { nameof(OtherOrder), 5 },
    };

    public static IEnumerable<TheoryDataRow<int, string>> Blocks() =>
        from block in Enumerable.Range(0, s_blocks.Length)
        from way in Ways.Select(row => row.Data.Item1)
        select new TheoryDataRow<int, string>(block, way) { TestDisplayName = $"{s_blocks[block].Name}: {way}" };

    [Theory, MemberData(nameof(Blocks))]
    public async Task AreMadeHoweverItIsWritten(int block, string way)
    {
        var program = BlockReader.Read(s_blocks[block]).Program;
        var cancellation = TestContext.Current.CancellationToken;
        var before = await Findings.OfAsync(program, RulesUnderTest.Shipped, cancellationToken: cancellation);
        var expected = before.Diagnostics.Select(finding => (finding.Id, Place: PlaceOf(finding))).ToList();
        var rewrite = Written(program, [.. expected.Select(finding => finding.Place).Distinct()], way);

        var after = await Findings.OfAsync(rewrite.Program, RulesUnderTest.Shipped, cancellationToken: cancellation);

        Assert.True(
            Ids(before.CompileErrors).SequenceEqual(Ids(after.CompileErrors)),
            $"{way} made another program of it: {string.Join("; ", after.CompileErrors)}\n{TextOf(rewrite.Program)}");
        Assert.Empty(after.Crashes);
        var found = after.Diagnostics.Select(finding => (finding.Id, Place: PlaceOf(finding))).ToList();
        var lost = before.Diagnostics.Where((_, index) => !found.Remove((expected[index].Id, rewrite.Places[expected[index].Place]))).ToList();
        var gained = after.Diagnostics.Where(finding => found.Contains((finding.Id, PlaceOf(finding)))).ToList();
        Assert.True(
            lost.Count == 0 && gained.Count == 0,
            $"{s_blocks[block].Page}({s_blocks[block].FenceLine},1): error SPEC001: {way} changed what is found\nlost:\n{Described(lost)}\ngained:\n{Described(gained)}\nin\n{TextOf(rewrite.Program)}");
    }

    [Theory, MemberData(nameof(Ways))]
    public void AreLookedForInManyPlaces(string way, double perBlock)
    {
        var edits = s_blocks.Where(block => Applies(way, block)).Select(block => Written(BlockReader.Read(block).Program, [], way).Edits).ToList();
        Assert.True(
            edits.Sum() >= perBlock * edits.Count && edits.Count(edit => edit > 0) >= edits.Count * 2 / 3,
            $"{way} made {edits.Sum()} edits in {edits.Count(edit => edit > 0)} of {edits.Count} blocks: expected {perBlock} a block, and two blocks of three");
    }

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
}
