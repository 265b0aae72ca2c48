using ConcurrencyAnalyzers.Rules.Races;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Specs.Tests.Fixes;

/// <summary>Repairs programs by the fix of CONC0101, of captured variables by that of CONC0107, through which the fix base is tested.</summary>
internal static class Fixing
{
    public const string Preferred = "CONC0101:preferred";
    public const string Lock = "CONC0101:lock";
    public const string PreferredForCaptured = "CONC0107:preferred";
    public const string LockForCaptured = "CONC0107:lock";

    private static RulesUnderTest Rules { get; } = RulesUnderTest.Of(
        [new UnsynchronizedIncrement(), new CapturedVariableMutation()], [new UnsynchronizedIncrementFix(), new CapturedVariableMutationFix()]);

    /// <summary>The first repair of the first diagnostic has this result.</summary>
    public static Task TurnsAsync(string source, string result, string key = Preferred) => TurnsAsync(SampleProgram.Of(source), result, key);

    public static async Task TurnsAsync(SampleProgram program, string result, string key = Preferred) =>
        Assert.Equal(result, Assert.Single((await ApplyAsync(program, key)).Files).Text);

    public static async Task TurnsAllAsync(SampleProgram program, string result, string key = Preferred) =>
        Assert.Equal(result, Assert.Single((await ApplyAllAsync(program, key)).Files).Text);

    /// <summary>The program after the repair of the first diagnostic that has one under that key.</summary>
    public static async Task<SampleProgram> ApplyAsync(SampleProgram program, string key = Preferred)
    {
        var repairs = new Repairs(program, Rules);
        var offers = await repairs.OffersAsync(static _ => true, Cancellation);
        var offer = offers.FirstOrDefault(offer => offer.Action.EquivalenceKey == key);
        Assert.True(offer is not null, $"Expected a repair {key}, found {(offers.IsEmpty ? "none" : string.Join(", ", offers.Select(one => one.Action.Title)))}.");
        return await repairs.ApplyAsync(offer, Cancellation);
    }

    /// <summary>The program after Fix All over the project, as <c>dotnet format</c> asks for it: with the key of the first action, if there is one.</summary>
    public static async Task<SampleProgram> ApplyAllAsync(SampleProgram program, string? key = Preferred, Func<IEnumerable<Diagnostic>, IEnumerable<Diagnostic>>? order = null)
    {
        var project = SampleWorkspace.Open(program);
        var found = await new Repairs(program, Rules).FindingsAsync(Cancellation);
        Assert.Empty(found.CompileErrors);
        var provider = new Arrived(Rules, order ?? (static diagnostics => diagnostics));
        var context = new FixAllContext(project.Documents.First(), new UnsynchronizedIncrementFix(), FixAllScope.Project, key!, ["CONC0101"], provider, Cancellation);
        var action = await new UnsynchronizedIncrementFix().GetFixAllProvider().GetFixAsync(context);
        if (action is null)
            return program;

        var changed = await ApplyAsync(action);
        return await SampleWorkspace.ReadAsync(changed.GetProject(project.Id)!, program, Cancellation);
    }

    /// <summary>What is offered for the first diagnostic, in order: key and title.</summary>
    public static Task<string> OffersAsync(SampleProgram program) => OffersAsync(SampleWorkspace.Open(program));

    /// <inheritdoc cref="OffersAsync(SampleProgram)" />
    public static async Task<string> OffersAsync(Project project) =>
        string.Join("\n", (await ActionsAsync(project)).Select(action => $"{action.EquivalenceKey}: {action.Title}"));

    /// <summary>The actions for the first diagnostic of a project.</summary>
    public static async Task<ImmutableArray<CodeAction>> ActionsAsync(Project project, bool mayHaveErrors = false)
    {
        var compilation = await project.GetCompilationAsync(Cancellation);
        var found = await Findings.OfAsync(compilation!, project.AnalyzerOptions, Rules, cancellationToken: Cancellation);
        Assert.True(mayHaveErrors || found.CompileErrors.IsEmpty, string.Join("\n", found.CompileErrors));
        Assert.NotEmpty(found.Diagnostics);
        return await ActionsAsync(project, found.Diagnostics[0]);
    }

    /// <summary>The actions for a diagnostic, which may have been found in another compilation of the same files.</summary>
    public static async Task<ImmutableArray<CodeAction>> ActionsAsync(Project project, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        var document = project.Documents.Single(one => one.FilePath == diagnostic.Location.SourceTree!.FilePath);
        await new UnsynchronizedIncrementFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), Cancellation));
        return actions.ToImmutable();
    }

    /// <summary>The solution after one action.</summary>
    public static async Task<Solution> ApplyAsync(CodeAction action) =>
        (await action.GetOperationsAsync(Cancellation)).OfType<ApplyChangesOperation>().Single().ChangedSolution;

    /// <summary>What the rule says about a program, which must compile.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindingsAsync(SampleProgram program)
    {
        var found = await new Repairs(program, Rules).FindingsAsync(Cancellation);
        Assert.Empty(found.CompileErrors);
        Assert.Empty(found.Crashes);
        return found.Diagnostics;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Hands the diagnostics over in an order of the test's choice: hosts promise none.</summary>
    private sealed class Arrived(RulesUnderTest rules, Func<IEnumerable<Diagnostic>, IEnumerable<Diagnostic>> order) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var compilation = await project.GetCompilationAsync(cancellationToken);
            return order((await Findings.OfAsync(compilation!, project.AnalyzerOptions, rules, cancellationToken: cancellationToken)).Diagnostics);
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
