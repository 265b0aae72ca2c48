using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Tool.Tests;

/// <summary>Small rules, so that these tests are about the tool and not about what any real rule finds.</summary>
internal static class TestRules
{
    public static DiagnosticDescriptor Step { get; } = new(
        "TEST0001", "A step", "'{0}' is stepped here, and this sentence is long enough that no terminal of eighty columns holds it in one line",
        "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}

/// <summary>Reports every <c>x++</c>; the other side is the name of the method around it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepRule : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [TestRules.Step];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSyntaxNodeAction(
            node => node.ReportDiagnostic(Diagnostic.Create(TestRules.Step, node.Node.GetLocation(), OtherSides(node.Node), Operand(node.Node))),
            SyntaxKind.PostIncrementExpression);
    }

    private static ExpressionSyntax Operand(SyntaxNode step) => ((PostfixUnaryExpressionSyntax)step).Operand;

    private static IEnumerable<Location> OtherSides(SyntaxNode step) =>
        step.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method ? [method.Identifier.GetLocation()] : [step.GetLocation()];
}

/// <summary>Crashes on the first method that it sees.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class CrashingRule : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("TEST0002", "Crash", "never reported", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSymbolAction(_ => throw new InvalidOperationException("a bug of the rule"), SymbolKind.Method);
    }
}

/// <summary>Wants no attributes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class AttributeRule : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [new("TEST0003", "Attribute", "no attribute", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterSyntaxNodeAction(
            node => node.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], node.Node.GetLocation())), SyntaxKind.Attribute);
    }
}
