using ConcurrencyAnalyzers.Tool.Analysis;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.SelfTest;

/// <summary>What was taken out, and whether that was noticed.</summary>
/// <param name="Notice">How.</param>
/// <param name="Miss">Why not; null if it was.</param>
internal sealed record Trial(Removal Removal, Place Place, Notice Notice, string? Miss);

/// <summary>How many protections of a program would have been missed, had they been forgotten: each is taken out alone, and the model asked again.</summary>
/// <param name="Program">The name.</param>
/// <param name="Found">How many there are, all of them or more than were tried.</param>
/// <param name="Uncompilable">Tried, but the program does not compile without.</param>
internal sealed record Recall(string Program, int Found, int Uncompilable, ImmutableArray<Trial> Trials)
{
    public int Caught => Trials.Count(static trial => trial.Miss is null);

    /// <summary>Removals that leave something for two threads, as far as the model can tell: caught ones, and those that were missed for another reason than that they are no bug.</summary>
    public int Bugs => Trials.Count(static trial => trial.Miss is null || !MissReason.LeavesNoRace(trial.Miss));

    /// <summary>Of those that were caught, how many by a warning; the others by a suggestion.</summary>
    public int Warned => Trials.Count(static trial => trial.Notice == Notice.Warning);

    /// <param name="program">What is tried.</param>
    /// <param name="sample">How many removals, chosen at random; null for all.</param>
    /// <param name="seed">The same seed chooses the same ones.</param>
    public static async Task<Recall> OfAsync(LoadedProgram program, int? sample, int seed)
    {
        var all = new RemovalFinder(program).Find();
        var before = await Answers.OfAsync(program);
        var trials = ImmutableArray.CreateBuilder<Trial>();
        var uncompilable = 0;
        foreach (var removal in Chosen(all, sample, seed))
        {
            if (Breaks(removal, program))
            {
                uncompilable++;
                continue;
            }

            var without = await Answers.OfAsync(program with { Compilation = removal.From(program.Compilation) });
            var notice = without.NoticeSince(before);
            trials.Add(new(removal, Place.Of(Location.Create(removal.Tree, removal.Span)), notice, notice == Notice.None ? MissReason.Of(removal, without) : null));
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
