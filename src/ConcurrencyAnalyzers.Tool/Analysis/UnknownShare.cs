using ConcurrencyAnalyzers.Model;
using ConcurrencyAnalyzers.Tool.Loading;

namespace ConcurrencyAnalyzers.Tool.Analysis;

/// <summary>What became of the question "can this update race?", asked of every update that the model knows of in a program.</summary>
/// <param name="Unknown">Without an answer, by cause. A rule is silent there: this is what it may miss.</param>
internal sealed record UnknownShare(string Program, int Races, int Safe, ImmutableSortedDictionary<string, int> Unknown)
{
    public int Unanswered => Unknown.Values.Sum();

    public int All => Races + Safe + Unanswered;

    public static UnknownShare Of(LoadedProgram program)
    {
        var model = ConcurrencyModel.For(program.Compilation, program.Options);
        var answers = program.Compilation.SyntaxTrees.AsParallel()
            .SelectMany(tree => model.UpdatesIn(tree, CancellationToken.None))
            .Select(update => model.RaceOn(update, CancellationToken.None))
            .ToList();
        var unknown = answers.Where(answer => answer.IsUnknown).CountBy(answer => answer.Cause.ToString());
        var races = answers.Count(answer => answer.Proves(out _));
        return new(
            program.Name, races, answers.Count(answer => !answer.IsUnknown) - races,
            unknown.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
