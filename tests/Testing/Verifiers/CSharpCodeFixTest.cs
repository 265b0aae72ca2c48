using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>One analyzer, its fix, and a program before and after: what <c>CSharpCodeFixTest</c> of Microsoft.CodeAnalysis.Testing is.</summary>
/// <remarks>
/// The fix is applied to the first diagnostic that it takes until it takes none or changes nothing, and once more as Fix All over the document
/// and over the project. All have to end in the fixed state.
/// </remarks>
public sealed class CSharpCodeFixTest<TAnalyzer, TCodeFix> : CSharpAnalyzerTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    // A fix that brings back what it takes away would go on for ever.
    private const int MostSteps = 100;

    /// <summary>The program after the fix, with markup for what remains. Equal to the program before: no fix is offered.</summary>
    public SolutionState FixedState { get; } = new();

    /// <summary>Sets the only source after the fix.</summary>
    public string FixedCode
    {
        set => FixedState.Sources.Add(value);
    }

    /// <summary>The program after Fix All, where that differs.</summary>
    public SolutionState BatchFixedState { get; } = new();

    /// <summary>Which action of a diagnostic is taken, by number.</summary>
    public int CodeActionIndex { get; set; }

    /// <summary>Which action of a diagnostic is taken, by key; it wins over the number.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    private protected override RulesUnderTest Rules { get; } = RulesUnderTest.Of([new TAnalyzer()], [new TCodeFix()]);

    /// <inheritdoc />
    public override async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await base.RunAsync(cancellationToken);
        var (before, _) = Read(TestState);
        var (after, remaining) = Read(FixedState);
        after = after with { ApiLines = before.ApiLines, EditorConfig = before.EditorConfig };

        Compare("the fix, applied one by one", after, await ApplyOneByOneAsync(before, cancellationToken));
        await VerifyAsync("the fixed source", after, remaining, cancellationToken);

        var afterAll = BatchFixedState.Sources.Count == 0 ? after : Read(BatchFixedState).Program;
        var scopes = before.Files.Length == 1 ? new[] { FixAllScope.Document, FixAllScope.Project } : [FixAllScope.Project];
        foreach (var scope in scopes)
        {
            var repairs = new Repairs(before, Rules);
            if (await NextAsync(repairs, cancellationToken) is not { } offer)
                continue;

            var result = await repairs.ApplyAllAsync(offer, scope, cancellationToken)
                ?? throw new VerificationException($"Expected Fix All in scope {scope}, found that {offer.Provider.GetType().Name} does not offer it.");
            Compare($"Fix All in scope {scope}", afterAll, result);
        }
    }

    private async Task<SampleProgram> ApplyOneByOneAsync(SampleProgram program, CancellationToken cancellationToken)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var repairs = new Repairs(program, Rules);
            if (await NextAsync(repairs, cancellationToken) is not { } offer)
                return program;

            var next = await repairs.ApplyAsync(offer, cancellationToken);
            if (next.Files.SequenceEqual(program.Files))
                return program;

            program = next;
        }

        throw new VerificationException($"Expected the fix to come to an end, found it still at work after {MostSteps} steps.");
    }

    private async Task<Offer?> NextAsync(Repairs repairs, CancellationToken cancellationToken)
    {
        var offers = await repairs.OffersAsync(_ => true, cancellationToken);
        return offers
            .GroupBy(offer => offer.Diagnostic)
            .Select(actions => CodeActionEquivalenceKey is { } key
                ? actions.FirstOrDefault(offer => offer.Action.EquivalenceKey == key)
                : actions.ElementAtOrDefault(CodeActionIndex))
            .FirstOrDefault(offer => offer is not null);
    }

    private static void Compare(string what, SampleProgram expected, SampleProgram found)
    {
        foreach (var (left, right) in expected.Files.Zip(found.Files))
        {
            if (left != right)
                throw new VerificationException($"Expected another {right.Name} from {what}, found (- expected, + found)\n{TextDiff.Of(left.Text, right.Text)}");
        }

        if (expected.Files.Length != found.Files.Length)
            throw new VerificationException($"Expected {expected.Files.Length} files from {what}, found {found.Files.Length}.");
    }
}
