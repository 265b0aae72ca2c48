using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Testing;

/// <summary>One action that a fix offers for one diagnostic.</summary>
internal sealed record Offer(Diagnostic Diagnostic, Document Document, CodeFixProvider Provider, CodeAction Action);

/// <summary>Asks fixes what they offer for a program, and applies it as an editor and <c>dotnet format</c> do.</summary>
internal sealed class Repairs(SampleProgram program, RulesUnderTest rules, IReadOnlySet<string>? enabled = null)
{
    private readonly Project _project = SampleWorkspace.Open(program);
    private Findings? _findings;

    /// <summary>What the rules say about the program, in locations of the project that the fixes get.</summary>
    public async Task<Findings> FindingsAsync(CancellationToken cancellationToken) => _findings ??= await OfAsync(_project, cancellationToken);

    /// <summary>Everything on offer, by diagnostic and in the order of registration.</summary>
    public async Task<ImmutableArray<Offer>> OffersAsync(Func<Diagnostic, bool> forWhich, CancellationToken cancellationToken)
    {
        var offers = ImmutableArray.CreateBuilder<Offer>();
        foreach (var diagnostic in (await FindingsAsync(cancellationToken)).Diagnostics.Where(forWhich))
        {
            // Tables and configuration have diagnostics as well, but no fix works on them.
            if (_project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                continue;

            foreach (var provider in rules.FixesOf(diagnostic.Id))
            {
                var actions = new List<CodeAction>();
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken));
                offers.AddRange(actions.SelectMany(Leaves).Select(action => new Offer(diagnostic, document, provider, action)));
            }
        }

        return offers.ToImmutable();
    }

    /// <summary>The program after one action.</summary>
    public Task<SampleProgram> ApplyAsync(Offer offer, CancellationToken cancellationToken) => ApplyAsync(offer.Action, cancellationToken);

    /// <summary>The program after Fix All with the key of an action, or null where the provider has no Fix All.</summary>
    public async Task<SampleProgram?> ApplyAllAsync(Offer offer, FixAllScope scope, CancellationToken cancellationToken)
    {
        if (offer.Provider.GetFixAllProvider() is not { } fixAll || !fixAll.GetSupportedFixAllScopes().Contains(scope))
            return null;

        var context = new FixAllContext(
            offer.Document, offer.Provider, scope, offer.Action.EquivalenceKey!, [offer.Diagnostic.Id], new FoundAgain(this), cancellationToken);
        return await fixAll.GetFixAsync(context) is { } action ? await ApplyAsync(action, cancellationToken) : program;
    }

    private async Task<SampleProgram> ApplyAsync(CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(_project.Solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
        var change = operations.OfType<ApplyChangesOperation>().SingleOrDefault();
        return change is null ? program : await SampleWorkspace.ReadAsync(change.ChangedSolution.GetProject(_project.Id)!, program, cancellationToken);
    }

    private async Task<Findings> OfAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken);
        return await Findings.OfAsync(compilation!, project.AnalyzerOptions, rules, enabled, cancellationToken: cancellationToken);
    }

    private static IEnumerable<CodeAction> Leaves(CodeAction action) =>
        action.NestedActions.IsDefaultOrEmpty ? [action] : action.NestedActions.SelectMany(Leaves);

    /// <summary>Analyses whatever project Fix All asks about: it may ask about one that it has changed already.</summary>
    private sealed class FoundAgain(Repairs repairs) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            project == repairs._project
                ? (await repairs.FindingsAsync(cancellationToken)).Diagnostics
                : (await repairs.OfAsync(project, cancellationToken)).Diagnostics;

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await GetAllDiagnosticsAsync(project, cancellationToken)).Where(diagnostic => !diagnostic.Location.IsInSource);
    }
}
