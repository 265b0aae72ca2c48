using System.Text;
using ConcurrencyAnalyzers.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ConcurrencyAnalyzers.Model.Tests.Robustness;

/// <summary>A project reference, which editors give as the source of another compilation: its symbols have syntax, and it is not ours to read or to point at.</summary>
public sealed class SplitProjects
{
    private const string Library = """
        namespace Lib;

        public class Visits
        {
            public int Total;
            public int Shown { get; set; }
            private int _n;

            public int Hidden
            {
                get => _n;
                set => _n = value;
            }

            public void Count() => _n++;

            public virtual void Step() => Total++;

            public static void Run(Action work) => Parallel.Invoke(work, work);
        }
        """;

    private const string Program = """
        using Lib;

        class Gate : Visits
        {
            private readonly Visits _visits = new();
            private int _own;

            public void Open() => Parallel.Invoke(Enter, Enter);

            private void Enter()
            {
                _visits.Total++;
                _visits.Shown++;
                _visits.Hidden++;
                _visits.Count();
                _own++;
                Step();
                Visits.Run(() => _own--);
            }

            public override void Step() => Total++;
        }
        """;

    private static readonly CSharpCompilation s_library = SampleProgram.Of(Library).Compile().WithAssemblyName("Lib");

    [Fact]
    public async Task ReportInTheirOwnSourcesOnly()
    {
        var findings = await Survival.OfAsync(With(s_library.ToMetadataReference()), SampleProgram.Of(Program).AnalyzerOptions());

        // What 'Shown', 'Hidden' and 'Count' do, and where 'Run' runs its delegate, is another assembly's; 'Total' and '_own' are named here.
        Assert.Empty(findings.CompileErrors);
        Assert.Equal(["_visits.Total++", "_own++", "Total++"], TextsOf(findings));
    }

    /// <summary>A build refers to the assembly and an editor to its source: what is said must not depend on it.</summary>
    [Fact]
    public async Task SayTheSameAsWithTheLibrarysAssembly()
    {
        using var image = new MemoryStream();
        Assert.True(s_library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        var options = SampleProgram.Of(Program).AnalyzerOptions();
        var source = await Survival.OfAsync(With(s_library.ToMetadataReference()), options);
        var assembly = await Survival.OfAsync(With(MetadataReference.CreateFromImage(image.ToArray())), options);
        Assert.Equal(assembly.Describe(), source.Describe());
    }

    /// <summary>For another framework the compiler wraps the library's symbols; their syntax is still the library's.</summary>
    [Fact]
    public async Task SurviveALibraryForAnotherFramework()
    {
        var library = (SampleProgram.Of(Library) with { Target = Target.NetStandard20 }).Compile().WithAssemblyName("Lib");
        var findings = await Survival.OfAsync(With(library.ToMetadataReference()), SampleProgram.Of(Program).AnalyzerOptions());
        Assert.Contains("_own++", TextsOf(findings));
    }

    [Fact]
    public async Task SurviveTwoVersionsUnderAnAlias()
    {
        const string Both = """
            extern alias old;

            class Gate
            {
                private readonly old::Lib.Visits _old = new();
                private readonly Lib.Visits _new = new();

                public void Open() => Parallel.Invoke(Enter, Enter);

                private void Enter()
                {
                    _old.Total++;
                    _new.Total++;
                }
            }
            """;
        var program = SampleProgram.Of(Both);
        var older = SampleProgram.Of(Library).Compile().WithAssemblyName("Lib.Old");
        var compilation = program.Compile().AddReferences(s_library.ToMetadataReference(), older.ToMetadataReference(aliases: ["old"]));

        var findings = await Survival.OfAsync(compilation, program.AnalyzerOptions());
        Assert.Empty(findings.CompileErrors);
        Assert.Equal(["_old.Total++", "_new.Total++"], TextsOf(findings));
    }

    /// <summary>An edit of the library makes a new compilation there; the one that refers to it is analysed beside it.</summary>
    [Fact]
    public async Task SurviveTheSameFileInBothProjects()
    {
        var program = SampleProgram.Of(Program);
        var compilation = With(s_library.ToMetadataReference()).AddSyntaxTrees(s_library.SyntaxTrees[0]);
        Assert.NotEmpty((await Survival.OfAsync(compilation, program.AnalyzerOptions())).Diagnostics);
        await Survival.OfAsync(s_library, program.AnalyzerOptions());
    }

    private static CSharpCompilation With(MetadataReference library) => SampleProgram.Of(Program).Compile().AddReferences(library);

    private static IEnumerable<string> TextsOf(Findings findings) =>
        findings.Diagnostics.Select(diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
}
