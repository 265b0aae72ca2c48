using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.Cli;

/// <summary>The results of all programs of one <c>check</c>.</summary>
internal sealed class CheckTotals
{
    // A file that two projects compile is found in both and shown once.
    private readonly SortedSet<Finding> _findings = new(Finding.Order);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Finding> Findings => _findings;

    public List<Crash> Crashes { get; } = [];

    public List<(string Program, ImmutableArray<Finding> Errors)> CompileErrors { get; } = [];

    public int BodiesBound { get; private set; }

    /// <summary>Processor time until the compilations were there: reading, parsing, generators.</summary>
    public TimeSpan LoadTime { get; set; }

    /// <summary>Processor time of the compiler's and the rules' work on them.</summary>
    public TimeSpan AnalysisTime { get; set; }

    public int Programs { get; private set; }

    public int ProgramsNotLoaded { get; set; }

    public int Files => _files.Count;

    public int Lines { get; private set; }

    public void Add(LoadedProgram program, ProgramAnalysis analysis)
    {
        Programs++;
        _findings.UnionWith(analysis.Findings);
        Crashes.AddRange(analysis.Crashes);
        if (!analysis.CompileErrors.IsEmpty)
            CompileErrors.Add((program.Name, analysis.CompileErrors));
        BodiesBound += analysis.BodiesBound;
        foreach (var file in program.WrittenFiles)
        {
            if (_files.Add(file.FilePath))
                Lines += file.GetText().Lines.Count;
        }
    }
}
