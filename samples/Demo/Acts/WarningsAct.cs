using ConcurrencyAnalyzers.Demo.Service;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;
using ConcurrencyAnalyzers.Tool.Output;

namespace ConcurrencyAnalyzers.Demo.Acts;

/// <summary>Every finding with its evidence, as <c>check</c> prints it.</summary>
internal static class WarningsAct
{
    public static async Task ShowAsync(ServiceProject service, Screen screen)
    {
        var findings = await FindingsAsync(service);
        var report = screen.ReportFrom(Path.GetFullPath(Path.Combine(service.Folder, "..", "..")));
        foreach (var finding in findings)
            report.Write(finding);
        screen.Say($"{TextReport.Count(findings.Length, "finding")} in {TextReport.Count(service.Written.Count(), "file")}.");
    }

    public static async Task<ImmutableArray<Finding>> FindingsAsync(ServiceProject service)
    {
        var program = new LoadedProgram(ServiceProject.Name, await service.CompilationAsync(), service.Project.AnalyzerOptions, []);
        return (await ProgramAnalysis.OfAsync(program, OurAnalyzers.All, ids: [])).Findings;
    }
}
