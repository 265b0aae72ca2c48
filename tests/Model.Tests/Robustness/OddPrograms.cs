using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>Programs with errors of the kind that survive in a working copy for hours; a class beside them is intact.</summary>
public sealed class OddPrograms
{
    private const string Intact = """
        class Turnstile
        {
            private int _visitors;

            public void Open() => Parallel.Invoke(Enter, Enter);

            private void Enter() => _visitors++;
        }
        """;

    public static TheoryData<string> Odd =>
    [
        // Declarations that contradict each other.
        "class A { int _n; void M() => Task.Run(() => _n++); } class A { int _n; void M() => Task.Run(() => _n++); }",
        "class A : B { protected int N; void M() => Task.Run(() => N++); } class B : A { void K() => Task.Run(() => N++); }",
        "class A : A { int _n; void M() => Parallel.Invoke(M, () => _n++); }",
        "interface I : J { void M(); } interface J : I { } class A : I { int _n; public void M() => Parallel.Invoke(M, () => _n++); }",
        "class A<T> : A<A<T>> { T _n; void M() => Parallel.Invoke(() => _n++); }",
        "struct S { S _s; int _n; void M() { var s = this; Parallel.Invoke(() => s._s._n++); } }",
        "partial class A { int _n; partial void M(); void K() => new Thread(M).Start(); } partial class A { partial void M() => _n++; partial void M() => _n--; }",
        "abstract class A { int _n; abstract void M() { _n++; } void K() => Parallel.Invoke(M, M); }",
        "class A { int P { get; set; } int P { get => P++; set => Task.Run(() => P++); } }",
        "class A { int this[int i] { get => i; } int _n => this[_n++]; void M() => Parallel.Invoke(() => this[0]++); }",
        "class A { event Action E; event Action E { add { } } int _n; void M() { E += () => _n++; Task.Run(E); Task.Run(E); } }",
        "class A { A(int n) : this(n) { Task.Run(() => n++); } int _n = new A(0)._n++; }",
        "class A(int n) : A(n++) { void M() => Parallel.Invoke(() => n++, () => n++); }",
        "class A { static int s_n = Next(); static int Next() { Task.Run(() => s_n++); return s_n++; } static A() => Next(); static A() { } }",
        "enum E { A = B, B = A } class C { E _e; void M() => Parallel.Invoke(() => _e++, () => _e++); }",
        "delegate void D(D d); class C { int _n; D _d; void M() { _d = d => d(_d); Task.Run(() => _d(_d)); Task.Run(() => _n++); } }",

        // Names that mean nothing, or too much.
        "class A : Missing { int _n; void M() => Run(() => _n++); void K() => base.Start(() => _n--); }",
        "class A { Missing _m; void M() { Task.Run(() => _m.N++); Parallel.For(0, 9, _ => _m[0]++); lock (_m) _m.N++; new Thread(_m.Go).Start(); } }",
        "class A { int _n; void M() { Task.Run(Missing); Task.Run(() => Missing(_n++)); Parallel.Invoke(_n++, this); } }",
        "class A { int _n; void M(int x) => _n++; void M(string x) => _n--; void K() { new Thread(M).Start(null); Task.Run(M); Task.Run(() => M(out _)); } }",
        "class A { dynamic _d; void M() => Parallel.Invoke(() => _d++, () => _d.N += 1, () => _d(_d++)); }",
        "class A { int _n; void M() { var t = t; Task.Run(() => { var u = u++; _n++; }); var v = () => v(); Task.Run(v); } }",
        "class A { async int M() { _n++; await M(); await foreach (var x in M()) _n++; } int _n; void K() { M(); M(); } }",
        "class A { int _n; ref int R => ref _n; void M() { Parallel.Invoke(() => R++, () => { ref var r = ref R; r++; }); ref int s = ref s; s++; } }",
        "class A { int _n; void M() { goto end; Task.Run(() => { goto end; _n++; }); end: _n++; break; continue; } }",
        "class A { int _n; unsafe void M() { fixed (int* p = &_n) { Task.Run(() => (*p)++); Parallel.Invoke(() => p[0]++); } } }",
        "class A { int _n; void M() { lock { } lock () _n++; lock (_n) { _n++; } Monitor.Enter(); Monitor.Enter(ref _n); Monitor.Exit(null, 1); } }",
        "using X = Y; using Y = X; class A { X _x; void M() => Task.Run(() => _x++); }",
        "namespace N { namespace N { class N { int N; void M() => Parallel.Invoke(() => N++, () => this.N++); } } }",

        // Top-level statements that should not be there.
        "class A { } int n = 0; Task.Run(() => n++); n++; class B { void M() => Task.Run(() => n++); }",
        "static class P { static void Main() => Task.Run(() => s_n++); static int s_n; } Task.Run(() => P.s_n++);",
    ];

    [Theory, MemberData(nameof(Odd))]
    public async Task LeaveTheIntactClassAlone(string odd)
    {
        var program = new SampleProgram { Files = [new("Odd.cs", odd), new("Turnstile.cs", Intact)] };
        AssertFound(await Survival.OfAsync(program));

        // As library and as program: an entry point may be missing, or be there twice.
        var compilation = program.Compile();
        var other = compilation.Options.OutputKind == OutputKind.ConsoleApplication ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication;
        AssertFound(await Survival.OfAsync(compilation.WithOptions(compilation.Options.WithOutputKind(other)), program.AnalyzerOptions()));
    }

    /// <summary>Nothing is known of <c>Parallel</c> then, and of <c>int</c> neither: silence, no crash.</summary>
    [Fact]
    public async Task SurviveWithoutReferences()
    {
        var program = new SampleProgram { Files = [new("Turnstile.cs", Intact), .. Odd.Select((odd, number) => new SampleFile($"Odd{number}.cs", odd.Data))] };
        var compilation = program.Compile();
        Assert.Empty((await Survival.OfAsync(compilation.WithReferences(), program.AnalyzerOptions())).Diagnostics);
    }

    [Fact]
    public async Task SurviveTogether()
    {
        var program = new SampleProgram { Files = [new("Turnstile.cs", Intact), .. Odd.Select((odd, number) => new SampleFile($"Odd{number}.cs", odd.Data))] };
        AssertFound(await Survival.OfAsync(program));
    }

    [Fact]
    public async Task SurviveAsScript()
    {
        var tree = CSharpSyntaxTree.ParseText(
            "int n = 0; Task.Run(() => n++); n++; void M() => n++;",
            new CSharpParseOptions(kind: SourceCodeKind.Script), "Script.csx", cancellationToken: TestContext.Current.CancellationToken);
        var program = SampleProgram.Of("");
        await Survival.OfAsync(CSharpCompilation.CreateScriptCompilation("Script", tree, program.Compile().References), program.AnalyzerOptions());
    }

    /// <summary>Names of files tell trees apart where the order of findings is made; editors have files without one.</summary>
    [Fact]
    public async Task SurviveWithoutFileNames()
    {
        var program = SampleProgram.Of(Intact);
        var compilation = program.Compile();
        var nameless = compilation.SyntaxTrees.Select(tree => tree.WithFilePath(""));
        AssertFound(await Survival.OfAsync(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(nameless), program.AnalyzerOptions()));
    }

    private static void AssertFound(Findings findings) =>
        Assert.Single(findings.Diagnostics, diagnostic => diagnostic.GetMessage().Contains("'_visitors'", StringComparison.Ordinal));
}
