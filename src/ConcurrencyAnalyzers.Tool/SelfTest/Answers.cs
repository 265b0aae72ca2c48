using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>What the rules report about one program, and what the model says of that for which they do not.</summary>
/// <param name="Updates">Every update of memory that may be shared, and whether it can race.</param>
/// <param name="Reported">What the rules report, by id and place, and whether as a warning.</param>
internal sealed record Answers(
    ConcurrencyModel Model, ImmutableArray<UpdateAnswer> Updates, ImmutableArray<ThreadEnd> Threads, ImmutableDictionary<(string Id, Place Place), bool> Reported)
{
    public static async Task<Answers> OfAsync(LoadedProgram program)
    {
        var model = ConcurrencyModel.For(program.Compilation, program.Options);
        var trees = program.Compilation.SyntaxTrees.AsParallel().AsOrdered();
        var updates = trees.SelectMany(tree => model.UpdatesIn(tree, CancellationToken.None))
            .Select(update => new UpdateAnswer(update, model.RaceOn(update, CancellationToken.None))).ToImmutableArray();
        var threads = trees.SelectMany(tree => model.ThreadsIn(tree, CancellationToken.None))
            .Select(thread => new ThreadEnd(thread, model.EndOf(thread, CancellationToken.None))).ToImmutableArray();

        var analysis = program.Compilation.WithAnalyzers(OurAnalyzers.All, new CompilationWithAnalyzersOptions(program.Options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        var reported = ImmutableDictionary.CreateBuilder<(string, Place), bool>();
        foreach (var diagnostic in await analysis.GetAnalyzerDiagnosticsAsync())
        {
            var place = (diagnostic.Id, Place.Of(diagnostic.Location));
            reported[place] = diagnostic.Severity >= DiagnosticSeverity.Warning || (reported.TryGetValue(place, out var before) && before);
        }

        return new(model, updates, threads, reported.ToImmutable());
    }

    /// <summary>Whether something is reported that <paramref name="before"/> was not, and whether as a warning.</summary>
    public Notice NoticeSince(Answers before)
    {
        var added = Reported.Where(one => !before.Reported.TryGetValue(one.Key, out var warned) || (one.Value && !warned)).ToList();
        return added.Exists(static one => one.Value) ? Notice.Warning : added.Count > 0 ? Notice.Suggestion : Notice.None;
    }
}

/// <summary>How loud a rule says that a protection is gone.</summary>
internal enum Notice
{
    None,
    Suggestion,
    Warning,
}

internal sealed record UpdateAnswer(Access Update, Model.Roots.RaceAnswer Answer);

internal sealed record ThreadEnd(ThreadSite Thread, Model.Roots.ThreadAnswer Answer);
