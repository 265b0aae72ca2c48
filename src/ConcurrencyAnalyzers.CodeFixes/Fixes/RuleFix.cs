using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>The fix of one rule. A rule says which repairs there are; that they hold, and can be made all at once, is seen to here.</summary>
/// <remarks>
/// Everything is decided before an action is registered: each repair has been made on a copy of the solution, which was bound and analysed again.
/// The first that holds is registered under <c>ID:preferred</c>, whichever it is, because <c>dotnet format</c> passes the key of the first action
/// that it sees to Fix All, and every place is to get the repair that fits it.
/// </remarks>
public abstract class RuleFix : CodeFixProvider
{
    private readonly DiagnosticDescriptor _descriptor;

    private protected RuleFix(DiagnosticDescriptor descriptor) => _descriptor = descriptor;

    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [_descriptor.Id];

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => new RuleFixAll(this);

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var project = context.Document.Project;
        if (await project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation)
            return;

        var models = new SemanticModels(compilation);
        var trial = new RepairTrial(project, models);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (FixQuestion.About(diagnostic, project, models, context.CancellationToken) is not { } question)
                continue;

            var isFirst = true;
            foreach (var repair in RepairsOf(question))
            {
                if (await trial.MakeAsync([repair], [diagnostic], context.CancellationToken).ConfigureAwait(false) is not { } texts)
                    continue;

                var changed = texts.Aggregate(project.Solution, static (solution, one) => solution.WithDocumentText(one.Key, one.Value));
                context.RegisterCodeFix(CodeAction.Create(repair.Title, _ => Task.FromResult(changed), KeyOf(isFirst ? null : repair)), diagnostic);
                isFirst = false;
            }
        }
    }

    /// <summary>The repairs there are, the best first. Each changes every place that must change with it.</summary>
    /// <remarks>It may offer what turns out not to compile, but throws on no program, however broken.</remarks>
    private protected abstract IEnumerable<Repair> RepairsOf(FixQuestion ask);

    internal IEnumerable<Repair> RepairsUnder(string? key, FixQuestion ask) =>
        RepairsOf(ask).Where(repair => key is null || key == KeyOf(null) || key == KeyOf(repair));

    private string KeyOf(Repair? alternative) => $"{_descriptor.Id}:{alternative?.Name ?? "preferred"}";
}
