using ConcurrencyAnalyzers.Specs.Tests.SmallRules;
using Analyzer = ConcurrencyAnalyzers.Testing.CSharpAnalyzerVerifier<ConcurrencyAnalyzers.Specs.Tests.SmallRules.BadField>;
using Fix = ConcurrencyAnalyzers.Testing.CSharpCodeFixVerifier<ConcurrencyAnalyzers.Specs.Tests.SmallRules.BadField, ConcurrencyAnalyzers.Specs.Tests.SmallRules.BadFieldFix>;

namespace ConcurrencyAnalyzers.Specs.Tests;

/// <summary>The verifiers under the field's names pass when a test is right, and fail when it is wrong.</summary>
public sealed class VerifiersFail
{
    [Theory]
    [InlineData("class C { int [|bad|]; }")]
    [InlineData("class C { int {|TEST0001:bad|}; {|CS0246:Missing|} good; }")]
    [InlineData("class C { int good; }")]
    public Task NotWhenMarkupIsRight(string source) => Analyzer.VerifyAnalyzerAsync(source);

    [Fact]
    public Task NotWhenResultsAreRight() => Analyzer.VerifyAnalyzerAsync(
        "class C { int {|#0:bad|}, {|#1:car|}; int bad2; }",
        Analyzer.Diagnostic().WithLocation(0).WithLocation(1, 29).WithArguments("bad", "'bad2'"),
        Analyzer.Diagnostic("TEST0001").WithSpan(1, 29, 1, 33).WithSpan("Test0.cs", 1, 20, 1, 23).WithMessage("'bad2' is bad beside 'car'"));

    [Theory]
    [InlineData("class C { int [|good|]; }", "expected and not found: Test0.cs(1,15)-(1,19): TEST0001")]
    [InlineData("class C { int bad; }", "found and not expected: /spec/Test0.cs(1,15): warning TEST0001: 'bad' is bad beside nothing")]
    [InlineData("class C { int [|bad;|] }", "expected and not found: Test0.cs(1,15)-(1,19): TEST0001")]
    [InlineData("class C { int {|TEST0002:bad|}; }", "expected and not found: Test0.cs(1,15)-(1,18): TEST0002")]
    [InlineData("class C { Missing good; }", "found and not expected: /spec/Test0.cs(1,11): error CS0246")]
    public async Task WhenMarkupIsWrong(string source, string failure) => await FailsAsync(failure, () => Analyzer.VerifyAnalyzerAsync(source));

    public static TheoryData<DiagnosticResult, string> WrongResults => new()
    {
        { Analyzer.Diagnostic().WithLocation(1, 16).WithLocation(1, 20), "expected and not found: (1,16) + (1,20): TEST0001" },
        { Analyzer.Diagnostic().WithSpan(1, 15, 1, 19).WithLocation(1, 20), "expected and not found: (1,15)-(1,19) + (1,20): TEST0001" },
        { Analyzer.Diagnostic().WithLocation(1, 15), "expected and not found: (1,15): TEST0001" },
        { Analyzer.Diagnostic().WithLocation(1, 15).WithLocation(1, 21), "expected and not found: (1,15) + (1,21): TEST0001" },
        { Analyzer.Diagnostic().WithLocation("Test1.cs", 1, 15).WithLocation(1, 20), "expected and not found: Test1.cs(1,15) + (1,20): TEST0001" },
        { Analyzer.Diagnostic().WithArguments("bad", "nothing"), "expected and not found: TEST0001: 'bad' is bad beside nothing" },
        { Analyzer.Diagnostic().WithSeverity(DiagnosticSeverity.Error), "expected and not found: TEST0001" },
        { DiagnosticResult.CompilerError("CS0246"), "expected and not found: CS0246" },
    };

    [Theory, MemberData(nameof(WrongResults), DisableDiscoveryEnumeration = true)]
    public async Task WhenAResultIsWrong(DiagnosticResult expected, string failure) =>
        await FailsAsync(failure, () => Analyzer.VerifyAnalyzerAsync("class C { int bad, car; }", expected));

    [Fact]
    public async Task WhenTheAnalyzerCrashes() =>
        await FailsAsync("found AD0001: WrongRules threw", () => CSharpAnalyzerVerifier<WrongRules>.VerifyAnalyzerAsync("class Crash;"));

    [Theory]
    [InlineData("class C { int [|bad; }", "a span is never closed")]
    [InlineData("class C { int bad|]; }", "'|]' closes no span")]
    public async Task WhenMarkupIsBroken(string source, string failure)
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Analyzer.VerifyAnalyzerAsync(source));
        Assert.Contains(failure, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotWhenFixesAreRight()
    {
        await Fix.VerifyCodeFixAsync("class C { int [|bad|], [|bad2|]; }", "class C { int good, good2; }");
        await Fix.VerifyCodeFixAsync("class C { int [|badForever|]; }", "class C { int [|badForever|]; }");
        await Fix.VerifyCodeFixAsync("class C { int bad; }", Fix.Diagnostic().WithSpan(1, 15, 1, 18), "class C { int good; }");
    }

    [Theory]
    [InlineData("class C { int [|bad|]; }", "class C { int better; }", "Expected another Test0.cs from the fix, applied one by one, found (- expected, + found)\n    - class C { int better; }\n    + class C { int good; }")]
    [InlineData("class C { int bad; }", "class C { int good; }", "found and not expected")]
    [InlineData("class C { int [|badForever|]; }", "class C { int badForever; }", "About the fixed source:\nfound and not expected")]
    public async Task WhenAFixIsWrong(string source, string fixedSource, string failure) =>
        await FailsAsync(failure, () => Fix.VerifyCodeFixAsync(source, fixedSource));

    [Fact]
    public async Task WhenAFixNeverEnds() => await FailsAsync("still at work after 100 steps", () => Comments().RunAsync());

    [Fact]
    public async Task NotWhenFilesAndKeyAreRight()
    {
        var test = new CSharpCodeFixTest<BadField, BadFieldFix> { CodeActionEquivalenceKey = "TEST0001:numbered", ReferenceAssemblies = ReferenceAssemblies.NetFramework.Net472.Default };
        test.TestState.Sources.Add(("A.cs", "partial class C { int [|bad1|]; }"));
        test.TestState.Sources.Add(("B.cs", "partial class C { System.Web.HttpContext [|bad2|]; int badge; }"));
        test.TestState.AnalyzerConfigFiles.Add((".editorconfig", "[*.cs]\ndotnet_code_quality.TEST0001.allowed = badge\n"));
        test.FixedState.Sources.Add(("A.cs", "partial class C { int good01; }"));
        test.FixedState.Sources.Add(("B.cs", "partial class C { System.Web.HttpContext good02; int badge; }"));
        test.BatchFixedState.Sources.Add(("A.cs", "partial class C { int good01; }"));
        test.BatchFixedState.Sources.Add(("B.cs", "partial class C { System.Web.HttpContext good12; int badge; }"));
        await test.RunAsync(TestContext.Current.CancellationToken);

        test.BatchFixedState.Sources.Clear();
        await FailsAsync("Expected another B.cs from Fix All in scope Project", () => test.RunAsync());
    }

    private static CSharpCodeFixTest<BadField, BadFieldFix> Comments() =>
        new() { TestCode = "class C { int [|bad|]; }", FixedCode = "class C { int [|bad|] /* bad */; }", CodeActionEquivalenceKey = "TEST0001:comment" };

    private static async Task FailsAsync(string failure, Func<Task> test)
    {
        var thrown = await Assert.ThrowsAsync<VerificationException>(test);
        Assert.Contains(failure, thrown.Message, StringComparison.Ordinal);
    }
}
