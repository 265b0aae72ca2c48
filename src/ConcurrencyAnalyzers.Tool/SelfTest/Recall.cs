using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>What was taken out, and whether that was noticed.</summary>
/// <param name="Miss">Why not; null if it was.</param>
internal sealed record Trial(Removal Removal, Place Place, string? Miss);

/// <summary>How many protections of a program would have been missed, had they been forgotten: each is taken out alone, and the model asked again.</summary>
/// <param name="Program">The name.</param>
/// <param name="Found">How many there are, all of them or more than were tried.</param>
/// <param name="Uncompilable">Tried, but the program does not compile without.</param>
internal sealed record Recall(string Program, int Found, int Uncompilable, ImmutableArray<Trial> Trials)
{
    public int Caught => Trials.Count(static trial => trial.Miss is null);

    /// <param name="program">What is tried.</param>
    /// <param name="sample">How many removals, chosen at random; null for all.</param>
    /// <param name="seed">The same seed chooses the same ones.</param>
    public static Recall Of(LoadedProgram program, int? sample, int seed)
    {
        var all = new RemovalFinder(program).Find();
        var before = Answers.Of(program.Compilation, program.Options);
        var trials = ImmutableArray.CreateBuilder<Trial>();
        var uncompilable = 0;
        foreach (var removal in Chosen(all, sample, seed))
        {
            if (Breaks(removal, program))
            {
                uncompilable++;
                continue;
            }

            var without = Answers.Of(removal.From(program.Compilation), program.Options);
            var isCaught = !without.Reported.IsSubsetOf(before.Reported);
            trials.Add(new(removal, Place.Of(Location.Create(removal.Tree, removal.Span)), isCaught ? null : MissReason.Of(removal, without)));
        }

        return new(program.Name, all.Length, uncompilable, trials.ToImmutable());
    }

    private static IEnumerable<Removal> Chosen(ImmutableArray<Removal> all, int? sample, int seed)
    {
        if (sample is not { } size || size >= all.Length)
            return all;

        var order = Enumerable.Range(0, all.Length).ToArray();
        new Random(seed).Shuffle(order);
        return order.Take(size).Order().Select(index => all[index]);
    }

    /// <summary>Whether the file has an error more than before: <c>out</c> variables of a lock that is gone, a result of another type.</summary>
    private static bool Breaks(Removal removal, LoadedProgram program)
    {
        var without = removal.Without();
        return ErrorsOf(program.Compilation.ReplaceSyntaxTree(removal.Tree, without), without) > ErrorsOf(program.Compilation, removal.Tree);
    }

    private static int ErrorsOf(Compilation compilation, SyntaxTree tree) =>
        compilation.GetSemanticModel(tree).GetDiagnostics().Count(static diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
}
