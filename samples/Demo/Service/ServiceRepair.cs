using System.Reflection;
using ConcurrencyAnalyzers.Tool.Analysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConcurrencyAnalyzers.Demo.Service;

/// <summary>Applies the fixes of the package to the service, rule by rule, as <c>dotnet format analyzers</c> does: all places of a rule at once.</summary>
internal static class ServiceRepair
{
    private static readonly ImmutableArray<CodeFixProvider> s_fixes =
    [
        .. Assembly.Load("ConcurrencyAnalyzers.CodeFixes").GetTypes()
            .Where(type => !type.IsAbstract && type.IsDefined(typeof(ExportCodeFixProviderAttribute)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public static async Task<ServiceProject> OfAsync(ServiceProject service)
    {
        foreach (var id in OurAnalyzers.All.SelectMany(rule => rule.SupportedDiagnostics).Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var fix in s_fixes.Where(fix => fix.FixableDiagnosticIds.Contains(id)))
                service = service with { Project = await RepairedAsync(service.Project, id, fix) };
        }

        return service;
    }

    private static async Task<Project> RepairedAsync(Project project, string id, CodeFixProvider fix)
    {
        var found = new Found();
        if ((await found.GetAllDiagnosticsAsync(project, default)).FirstOrDefault(diagnostic => diagnostic.Id == id) is not { } first)
            return project;

        var document = project.GetDocument(first.Location.SourceTree)!;
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, first, (action, _) => actions.Add(action), default));
        if (actions.Count == 0)
            return project;

        var all = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(document, fix, FixAllScope.Solution, actions[0].EquivalenceKey, [id], found, default));
        var change = all is null ? null : (await all.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().SingleOrDefault();
        return change?.ChangedSolution.GetProject(project.Id) ?? project;
    }

    /// <summary>Analyses the project again for each question: fixes ask about one that they have changed.</summary>
    private sealed class Found : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            var compilation = (await project.GetCompilationAsync(cancellationToken))!;
            var found = await compilation.WithAnalyzers(OurAnalyzers.All, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(cancellationToken);
            return found.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan);
        }

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await GetAllDiagnosticsAsync(project, cancellationToken)).Where(diagnostic => !diagnostic.Location.IsInSource);
    }
}
