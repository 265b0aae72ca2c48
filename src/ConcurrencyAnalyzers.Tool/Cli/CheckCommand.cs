using System.Diagnostics;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;
using ConcurrencyAnalyzers.Tool.Output;
using ConcurrencyAnalyzers.Tool.SelfTest;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary><c>check</c>: loads what the path names, one program after the other, runs the rules and prints what they say.</summary>
internal sealed class CheckCommand(CheckOptions options, ToolHost surroundings)
{
    private readonly ToolHost _host = options.NoColor ? surroundings with { Color = false } : surroundings;
    private readonly CheckTotals _totals = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public async Task<int> RunAsync()
    {
        var analyzers = OurAnalyzers.Selected(_host.Analyzers, options.Ids);
        var subjects = SubjectFinder.Find(options, _host.WorkingDirectory);
        if (options.SaveArguments is not null && subjects is not [Subject.Project])
            throw new ToolFailure("--save-args writes the arguments of one project. Name its .csproj.");

        var loader = new ProgramLoader(options, _host);
        foreach (var subject in subjects)
        {
            var start = Environment.CpuUsage.TotalTime;
            var program = await loader.TryLoadAsync(subject, isOnlyOne: subjects.Length == 1, options.SaveArguments);
            var loaded = Environment.CpuUsage.TotalTime;
            _totals.LoadTime += loaded - start;

            if (program is not null && options.Unknown)
                new UnknownReport(_host).Write(UnknownShare.Of(program));
            else if (program is not null && options.SelfTest)
                new RecallReport(_host).Write(await Recall.OfAsync(program, options.Sample, options.Seed));
            else if (program is not null)
                _totals.Add(program, await ProgramAnalysis.OfAsync(program, analyzers, options.Ids));
            _totals.AnalysisTime += Environment.CpuUsage.TotalTime - loaded;
        }

        _totals.ProgramsNotLoaded = loader.NotLoaded;
        if (!options.Unknown && !options.SelfTest)
            Report(analyzers);
        return ExitCodeOf(_totals);
    }

    private void Report(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var shown = _totals.Findings.Where(finding => finding.Severity >= options.LeastShown).ToImmutableArray();
        if (options.Format == OutputFormat.Sarif)
        {
            SarifReport.Write(_host.Out, shown, _totals.Crashes, analyzers);
            return;
        }

        var report = new TextReport(_host);
        foreach (var finding in shown)
            report.Write(finding);
        foreach (var crashes in _totals.Crashes.GroupBy(crash => (crash.Rule, crash.Program)))
            report.Write(crashes.First(), crashes.Count());
        foreach (var (program, errors) in _totals.CompileErrors)
            report.WriteCompileErrors(program, errors);

        var summary = new Summary(_host);
        summary.Write(_totals, shown, _clock.Elapsed);
        if (options.Stats)
            summary.WriteStats(_totals, _clock.Elapsed);
    }

    private int ExitCodeOf(CheckTotals totals)
    {
        if (totals.Crashes.Count > 0 || totals.ProgramsNotLoaded > 0)
            return ExitCode.Failed;

        // What is not shown fails too: how much is printed and what is tolerated are two decisions.
        return options.FailOn is { } level && totals.Findings.Any(finding => finding.Severity >= level) ? ExitCode.Findings : ExitCode.Clean;
    }
}
