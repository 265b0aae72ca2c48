using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>All that the model answers about one program, as the rules ask it.</summary>
/// <param name="Updates">Every update of memory that may be shared, and whether it can race.</param>
/// <param name="Reported">Where a rule would report, by path and position.</param>
internal sealed record Answers(ImmutableArray<UpdateAnswer> Updates, ImmutableArray<ThreadEnd> Threads, ImmutableHashSet<(string Path, int Position)> Reported)
{
    public static Answers Of(Compilation compilation, AnalyzerOptions options)
    {
        var model = ConcurrencyModel.For(compilation, options);
        var trees = compilation.SyntaxTrees.AsParallel().AsOrdered();
        var updates = trees.SelectMany(tree => model.UpdatesIn(tree, CancellationToken.None))
            .Select(update => new UpdateAnswer(update, model.RaceOn(update, CancellationToken.None))).ToImmutableArray();
        var threads = trees.SelectMany(tree => model.ThreadsIn(tree, CancellationToken.None))
            .Select(thread => new ThreadEnd(thread, model.EndOf(thread, CancellationToken.None))).ToImmutableArray();
        var reported = updates.Where(update => update.Answer.Proves(out _)).Select(update => update.Update.Syntax)
            .Concat(threads.Where(thread => thread.Answer.Proves(out _)).Select(thread => thread.Thread.Syntax))
            .Select(node => (node.SyntaxTree.FilePath, node.SpanStart));
        return new(updates, threads, reported.ToImmutableHashSet());
    }
}

internal sealed record UpdateAnswer(Access Update, Model.Roots.RaceAnswer Answer);

internal sealed record ThreadEnd(ThreadSite Thread, Model.Roots.ThreadAnswer Answer);
