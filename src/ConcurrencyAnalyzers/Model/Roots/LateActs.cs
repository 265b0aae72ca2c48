using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Looks for checks that another thread can outdate before the act that relies on them.</summary>
/// <remarks>
/// Check and act stand in one frame and mean one variable, or one key of one container, by the same words. The gap between them is asked of
/// <see cref="RaceFinder"/> like an access that holds only what is held all the way. Errs towards silence, as that does. Where no second thread is in sight,
/// <see cref="OpenActs"/> is asked.
/// </remarks>
internal sealed class LateActs(BodyReader reader, ApiLookup api, SourceIndex index, MemoryUses uses, RaceFinder races, Containers containers, OpenActs open)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<LateAct>> _known = new();

    private readonly Losses _losses = new(api);

    /// <summary>In order of position.</summary>
    public ImmutableArray<LateAct> In(SyntaxTree tree, CancellationToken cancellation) =>
        !index.MayStartThreads && !open.AreWithoutThreads ? ImmutableArray<LateAct>.Empty
        : _known.TryGetValue(tree, out var known) ? known : _known.GetOrAdd(tree, Find(tree, cancellation));

    private ImmutableArray<LateAct> Find(SyntaxTree tree, CancellationToken cancellation)
    {
        var found = new SortedDictionary<int, LateAct>();
        var checks = new HashSet<Access>();
        foreach (var member in CheckedActs.Of(tree, cancellation).Members)
        {
            foreach (var body in reader.FactsOf(member, cancellation))
            {
                if (reader.OperationOf(body.Syntax, cancellation) is not { } root || SequenceReader.TryRead(body, root, api) is not { } sequences)
                    continue;
                foreach (var suspect in SuspectsIn(body, sequences, cancellation))
                {
                    cancellation.ThrowIfCancellationRequested();

                    // One check that is outdated is one bug, however much relies on it.
                    if (checks.Contains(suspect.Above ?? suspect.Check) || found.ContainsKey(suspect.Act.Syntax.SpanStart) || ActOf(suspect, cancellation) is not { } late)
                        continue;
                    checks.Add(suspect.Above ?? suspect.Check);
                    found.Add(suspect.Act.Syntax.SpanStart, late);
                }
            }
        }

        return found.Values.ToImmutableArray();
    }

    private IEnumerable<LateSuspect> SuspectsIn(BodyFacts body, SequenceReader sequences, CancellationToken cancellation) =>
        new ContentSuspects(body, sequences, reader, _losses).All(cancellation)
            .Concat(new VariableSuspects(body, sequences, uses, _losses).All(cancellation))
            .Concat(new LimitSuspects(body, sequences).All())
            .Concat(new RecordSuspects(body).All())
            .Concat(new OnceSuspects(body, sequences).All());

    private static bool BeginsIn(Access act, Context way) =>
        way.Spawn is { } spawn && spawn.Syntax.SyntaxTree == act.Syntax.SyntaxTree && act.Syntax.Span.Contains(spawn.Syntax.Span);

    private LateAct? ActOf(LateSuspect suspect, CancellationToken cancellation)
    {
        if (!races.RaceOn(suspect.Gap, suspect.Matters, cancellation).Proves(out var race))
            return open.WhyTwo(suspect, cancellation) is { } reason ? new LateAct(suspect, reason) : null;
        if (suspect.IsWithoutThreads || IsHarmless(suspect, race, cancellation))
            return null;
        return new LateAct(suspect with { IsSuggestion = suspect.IsSuggestion || IsOnceForAll(suspect, race, cancellation) }, race);
    }

    /// <summary>
    /// A static object that one place makes on demand and nobody takes away: there is one moment in the life of the program in which that code could meet itself, and it is
    /// mostly over when the program has begun to serve. Whoever sets it to an object otherwise, as tests do to their own, shortens that moment.
    /// </summary>
    private bool IsOnceForAll(LateSuspect suspect, Race race, CancellationToken cancellation) =>
        suspect is { Harm: LateActHarm.TwoObjects, Act: { IsContent: false, Memory.Symbol.IsStatic: true } act } && race.IsWithItself
        && uses.Of(act.Memory, cancellation).Accesses.All(access => !access.IsWrite || access.Syntax == act.Syntax || Operands.Unwrapped(access.Value) is IInstanceReferenceOperation);

    private bool IsHarmless(LateSuspect suspect, Race race, CancellationToken cancellation)
    {
        // Whoever runs because of what the act makes, as the tick of a timer, finds it made.
        if (suspect.Harm == LateActHarm.TwoObjects && (BeginsIn(suspect.Act, race.FirstWay) || BeginsIn(suspect.Act, race.SecondWay)))
            return true;

        // What the first call makes, before there is a second thread, and nobody takes away, is there for both.
        if (suspect.Harm == LateActHarm.TwoObjects && !suspect.Act.IsContent && races.IsDoneBefore(race, cancellation)
            && !uses.Of(suspect.Act.Memory, cancellation).Accesses.Any(static write => write.Kind == AccessKind.Write && VariableSuspects.IsEmpty(write)))
        {
            return true;
        }

        // Where the container itself races, its inside is at stake, and that is the finding.
        return suspect.Act is { IsContent: true, IsStep: false }
            && (!containers.IsPlain(suspect.Act.Memory, cancellation) || races.RaceOnContent(suspect.Act, cancellation).Proves(out _)
                || (!suspect.Check.IsGlance && races.RaceOnContent(suspect.Check, cancellation).Proves(out _)));
    }
}
