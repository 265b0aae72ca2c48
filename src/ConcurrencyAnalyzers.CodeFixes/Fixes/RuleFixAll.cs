using ConcurrencyAnalyzers.Rules;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ConcurrencyAnalyzers.Fixes;

/// <summary>Makes the repairs of many diagnostics at once, in one set of edits: the stock way merges texts, and loses edits that overlap.</summary>
/// <remarks>
/// Diagnostics about one subject are one repair. What is made depends on the set of diagnostics only: they are ordered by place first, so that
/// neither the order in which they arrive nor that of files and projects shows in the text.
/// </remarks>
internal sealed class RuleFixAll(RuleFix fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var changed = context.Solution;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var projects = (context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
            .Where(static project => project.Language == LanguageNames.CSharp)
            .OrderBy(static project => project.FilePath ?? project.Name, StringComparer.Ordinal);
        foreach (var project in projects)
        {
            var diagnostics = context.Scope == FixAllScope.Document && context.Document is { } document
                ? await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            var texts = await TextsAsync(project, diagnostics, context).ConfigureAwait(false);

            // A file that several projects compile is repaired once, together with the rest of the project that comes first.
            if (texts.Keys.Any(id => context.Solution.GetDocument(id)?.FilePath is { } path && taken.Contains(path)))
                continue;
            foreach (var text in texts)
            {
                changed = changed.WithDocumentText(text.Key, text.Value);
                if (context.Solution.GetDocument(text.Key)?.FilePath is { } path)
                    taken.Add(path);
            }
        }

        var title = $"Repair every {string.Join(", ", context.DiagnosticIds)}";
        return changed == context.Solution ? null : CodeAction.Create(title, _ => Task.FromResult(changed), context.CodeActionEquivalenceKey);
    }

    private async Task<IReadOnlyDictionary<DocumentId, SourceText>> TextsAsync(
        Project project, ImmutableArray<Diagnostic> diagnostics, FixAllContext context)
    {
        if (diagnostics.IsEmpty || await project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation)
            return ImmutableDictionary<DocumentId, SourceText>.Empty;

        var models = new SemanticModels(compilation);
        var groups = new Dictionary<object, RepairGroup>();
        var inOrder = diagnostics
            .OrderBy(static one => one.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static one => one.Location.SourceSpan);
        foreach (var diagnostic in inOrder)
        {
            if (FixQuestion.About(diagnostic, project, models, context.CancellationToken) is not { } question)
                continue;

            var options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(question.Tree);
            var level = LevelOf(CommonOptions.FixAll.Read(options, diagnostic.Descriptor));
            var repairs = fix.RepairsUnder(context.CodeActionEquivalenceKey, question).Where(repair => repair.Safety <= level).ToImmutableArray();
            if (repairs.IsEmpty)
                continue;

            // Hosts collect diagnostics from several sources, and may have one twice.
            if (!groups.TryGetValue(repairs[0].Subject, out var group))
                groups.Add(repairs[0].Subject, group = new RepairGroup(repairs));
            if (!group.Diagnostics.Any(one => one.Location.GetLineSpan().Equals(diagnostic.Location.GetLineSpan())))
                group.Diagnostics.Add(diagnostic);
        }

        return await RepairGroup.MakeAllAsync([.. groups.Values], new RepairTrial(project, models), context.CancellationToken).ConfigureAwait(false);
    }

    private static FixSafety LevelOf(FixAllLevel level) => level switch
    {
        FixAllLevel.Review => FixSafety.NeedsReview,
        FixAllLevel.Timing => FixSafety.ChangesTiming,
        _ => FixSafety.Safe,
    };
}
