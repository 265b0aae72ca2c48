using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>A repair is offered only where it was tried, and holds in every project that compiles what it changes.</summary>
public sealed class Trials
{
    [Fact]
    public async Task DropWhatDoesNotCompile()
    {
        // A method without a reference to the object has no way to its lock; Interlocked needs none.
        const string source = "class C\n{\n    private int _n;\n    void Run() => Parallel.For(0, 9, i => Add(ref _n));\n    private static void Add(ref int n) => n++;\n}\n";
        Assert.Equal("CONC0101:preferred: Make every update of '_n' atomic", await Fixing.OffersAsync(SampleProgram.Of(source)));
        Assert.Equal(
            source.Replace("n++", "Interlocked.Increment(ref n)", StringComparison.Ordinal), (await Fixing.ApplyAsync(SampleProgram.Of(source))).Files[0].Text);
    }

    [Fact]
    public async Task DoNotMindErrorsThatWereThereBefore()
    {
        var project = SampleWorkspace.Open(SampleProgram.Of("class C\n{\n    private int _n;\n    Missing _missing;\n    void Run() => Parallel.For(0, 9, i => { _n++; });\n}\n"));
        var compilation = await project.GetCompilationAsync(Cancellation);
        Assert.Contains(compilation!.GetDiagnostics(Cancellation), one => one.Id == "CS0246");
        Assert.Equal(2, (await Fixing.ActionsAsync(project, mayHaveErrors: true)).Length);
    }

    [Theory]
    [InlineData("Stats.Count = 0;", false)]
    [InlineData("Stats.Count++;", false)]
    [InlineData("System.Threading.Interlocked.Increment(ref Stats.Count);", false)]
    [InlineData("System.Console.WriteLine(Stats.Count);", true)]
    [InlineData("System.Console.WriteLine(nameof(Stats.Count));", true)]
    [InlineData("Other.Count++;", true)]
    public async Task LookForWritesInProjectsThatDependOnThisOne(string statement, bool isOffered)
    {
        var project = SampleWorkspace.Open(SampleProgram.Of("public class Stats\n{\n    public static int Count;\n    void Run() => Parallel.For(0, 9, i => { Count++; });\n}\n"));
        var user = ProjectId.CreateNewId();
        var solution = project.Solution
            .AddProject(user, "User", "User", LanguageNames.CSharp)
            .AddProjectReference(user, new ProjectReference(project.Id))
            .AddMetadataReferences(user, project.MetadataReferences)
            .AddDocument(DocumentId.CreateNewId(user), "User.cs", $"class User {{ void M() {{ {statement} }} }} class Other {{ public static int Count; }}");
        Assert.Empty((await solution.GetProject(user)!.GetCompilationAsync(Cancellation))!.GetDiagnostics(Cancellation).Where(one => one.Severity == DiagnosticSeverity.Error && one.Id != "CS5001"));
        Assert.Equal(isOffered, !(await Fixing.ActionsAsync(solution.GetProject(project.Id)!)).IsEmpty);
    }

    [Fact]
    public async Task HoldInEveryProjectThatCompilesTheFile()
    {
        // One file, two target frameworks: the lock of the newer one does not exist in the older one.
        const string source = "using System.Threading; using System.Threading.Tasks;\nclass C\n{\n    private double _n;\n    void Run() => Parallel.For(0, 9, i => { _n++; });\n}\n";
        var project = SampleWorkspace.Open(SampleProgram.Of(source));
        var document = project.Documents.First();
        var older = ProjectId.CreateNewId();
        var solution = project.Solution.AddProject(ProjectInfo.Create(
            older, VersionStamp.Default, "Older", "Older", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary), metadataReferences: Target.Net472.References));
        var linked = DocumentId.CreateNewId(older);
        solution = solution.AddDocument(linked, document.Name, SourceText.From(source, Encoding.UTF8), filePath: document.FilePath);

        var action = Assert.Single(await Fixing.ActionsAsync(solution.GetProject(project.Id)!));
        var changed = await Fixing.ApplyAsync(action);
        foreach (var id in new[] { document.Id, linked })
        {
            var text = (await changed.GetDocument(id)!.GetTextAsync(Cancellation)).ToString();
            Assert.Contains("    private readonly object _gate = new();\n", text, StringComparison.Ordinal);
            Assert.Contains("lock (_gate) { _n++; }", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LetConstructionAlone()
    {
        await Fixing.TurnsAsync(
            "class C\n{\n    int _n;\n    static int s_m;\n    C() { _n = 3; _n++; }\n    static C() => s_m = 3;\n    void Run() => Parallel.For(0, 9, i => { _n++; });\n}\n",
            "class C\n{\n    int _n;\n    static int s_m;\n    C() { _n = 3; _n++; }\n    static C() => s_m = 3;\n    void Run() => Parallel.For(0, 9, i => { Interlocked.Increment(ref _n); });\n}\n");
        await Fixing.TurnsAsync(
            "class C\n{\n    static int s_m;\n    static C() => s_m = 3;\n    void Run() => Parallel.For(0, 9, i => { s_m++; });\n}\n",
            "class C\n{\n    static int s_m;\n    static C() => s_m = 3;\n    void Run() => Parallel.For(0, 9, i => { Interlocked.Increment(ref s_m); });\n}\n");
        await Fixing.TurnsAsync(
            "class C\n{\n    int _n;\n    C() { _n = 3; Parallel.For(0, 9, i => { _n++; }); }\n}\n",
            "class C\n{\n    int _n;\n    C() { _n = 3; Parallel.For(0, 9, i => { Interlocked.Increment(ref _n); }); }\n}\n");
    }

    [Fact]
    public async Task OfferNothingForAssignmentsThatNobodyRacesWith()
    {
        // The local is assigned before any thread is there; the field can be reset at any time.
        await Fixing.TurnsAsync(
            "class C\n{\n    void Run()\n    {\n        int n;\n        n = 3;\n        Parallel.For(0, 9, i => { n++; });\n        n = 4;\n    }\n}\n",
            "class C\n{\n    void Run()\n    {\n        int n;\n        n = 3;\n        Parallel.For(0, 9, i => { Interlocked.Increment(ref n); });\n        n = 4;\n    }\n}\n");
        await Fixing.TurnsAsync(
            "class C\n{\n    int _n;\n    void Run() => Parallel.For(0, 9, i => { _n++; });\n    void Reset() { _n = 0; }\n}\n",
            "class C\n{\n    readonly Lock _gate = new();\n    int _n;\n    void Run() => Parallel.For(0, 9, i => { lock (_gate) { _n++; } });\n    void Reset() { lock (_gate) { _n = 0; } }\n}\n");
    }

    [Theory]
    [InlineData("if (_n > 3) return;", "if (Volatile.Read(ref _n) > 3) return;")]
    [InlineData("_ = this._n;", "_ = Volatile.Read(ref this._n);")]
    [InlineData("_ = nameof(_n);", "_ = nameof(_n);")]
    [InlineData("_ = other?._n;", "_ = other?._n;")]
    public Task MakeRacingReadsVolatile(string before, string after) => Fixing.TurnsAsync(
        $"class C\n{{\n    int _n;\n    void Run(C? other) => Parallel.For(0, 9, i => {{ _n++; {before} }});\n    int Count => _n;\n}}\n",
        $"class C\n{{\n    int _n;\n    void Run(C? other) => Parallel.For(0, 9, i => {{ Interlocked.Increment(ref _n); {after} }});\n    int Count => _n;\n}}\n");

    [Fact]
    public Task LeaveVolatileFieldsToBeReadAsTheyAre() => Fixing.TurnsAsync(
        "class C\n{\n    volatile int _n;\n    void Run() => Parallel.For(0, 9, i => { _n++; if (_n > 3) return; });\n}\n",
        "class C\n{\n    volatile int _n;\n    void Run() => Parallel.For(0, 9, i => { Interlocked.Increment(ref _n); if (_n > 3) return; });\n}\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
