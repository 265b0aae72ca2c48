using ConcurrencyAnalyzers.Suppressors;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>What other analyzers say of conditions that they hold to be constant is taken back where another thread changes them.</summary>
public sealed class SecondChecks
{
    [Theory]
    [InlineData("if (_value is null) { lock (_gate) { if (_value is null) _value = new(); } }", "_value is null")]
    [InlineData("if (_value is null) { _gate.Enter(); try { if (_value is null) _value = new(); } finally { _gate.Exit(); } }", "_value is null")]
    [InlineData("if (!_isReady) lock (_gate) if (!_isReady) _isReady = true;", "!_isReady")]
    [InlineData("if (_isReady) return; lock (_gate) { if (_isReady) return; _isReady = true; }", "_isReady")]
    [InlineData("var value = _value; if (value is null) { lock (_gate) { if (_value is null) _value = new(); } }", "_value is null")]
    [InlineData("if (_value is null) { if (_value is null) _value = new(); }", "")]
    [InlineData("lock (_gate) { if (_value is null) { if (_value is null) _value = new(); } }", "")]
    [InlineData("lock (_gate) { if (_value is null) { lock (_gate) { if (_value is null) _value = new(); } } }", "")]
    [InlineData("object? value = null; if (value is null) { lock (_gate) { if (value is null) value = new(); } }", "")]
    public async Task OnlyTheCheckBehindTheLockIsTakenBack(string code, string takenBack)
    {
        var program = $$"""
            class Cache
            {
                readonly System.Threading.Lock _gate = new();
                object? _value;
                bool _isReady;
                void Fill() { {{code}} }
            }
            """;
        Assert.Equal(takenBack.Length == 0 ? [] : [takenBack, takenBack, takenBack], await TakenBackIn(program));
    }

    [Fact]
    public async Task CodeThatDoesNotCompileIsLeftAlone() =>
        Assert.Empty(await TakenBackIn("class Half { void Fill() { lock ("));

    private static async Task<List<string>> TakenBackIn(string program)
    {
        var sample = SampleProgram.Of(program);
        var analysis = new CompilationWithAnalyzers(
            sample.Compile(), [new Everywhere(), new SecondCheckSuppressor()],
            new CompilationWithAnalyzersOptions(
                sample.AnalyzerOptions(), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: true));
        return [.. from diagnostic in await analysis.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken)
            where diagnostic.IsSuppressed
            select diagnostic.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(diagnostic.Location.SourceSpan)];
    }

    /// <summary>Holds every condition to be constant, in the names of those who say so.</summary>
#pragma warning disable RS1001, RS1029, RS1036 // It is no analyzer that anybody installs, and speaks in the names of others.
    private sealed class Everywhere : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_dotnet = new("CA1508", "Dead", "It is always true", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);
        private static readonly DiagnosticDescriptor s_sonar = new("S2589", "Dead", "It is always true", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);
        private static readonly DiagnosticDescriptor s_sonarToo = new("S2583", "Dead", "It is always true", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_dotnet, s_sonar, s_sonarToo];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSyntaxNodeAction(Report, SyntaxKind.IfStatement);
        }

        private void Report(SyntaxNodeAnalysisContext context)
        {
            foreach (var rule in SupportedDiagnostics)
                context.ReportDiagnostic(Diagnostic.Create(rule, ((IfStatementSyntax)context.Node).Condition.GetLocation()));
        }
    }
}
