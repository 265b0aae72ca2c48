using System.Collections.Concurrent;
using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Looks for a second thread that writes what an update reads and writes back.</summary>
internal sealed class RaceFinder(
    MemoryUses uses, ContextFinder contexts, Concurrency concurrency, Signals signals, Affinity affinity, Requests requests, Singletons singletons,
    WayConditions conditions, Publications publications, UnreachedImplementations unreached, ChosenImplementations chosen)
{
    private readonly ConcurrentDictionary<ContextSet, IReadOnlyList<Context>> _entered = new();

    /// <summary>The proof that <paramref name="update"/> can lose to another write, or why there is none.</summary>
    public RaceAnswer RaceOn(Access update, CancellationToken cancellation)
    {
        if (uses.Refers(update, cancellation) is not { } access)
            return RaceAnswer.Unknown(UnknownCause.UnknownObject);

        return RaceOn(access, access.Bits is { } bits ? other => other.IsWrite && !bits.Equals(other.Bits) : static other => other.IsWrite, cancellation);
    }

    /// <summary>The proof that one thread can use a container while another changes what it holds, one of them by <paramref name="access"/>, or why there is none.</summary>
    public RaceAnswer RaceOnContent(Access access, CancellationToken cancellation) =>
        RaceOn(access, access.IsWrite ? static other => !other.IsGlance : static other => other.IsWrite, cancellation);

    /// <summary>The proof that <paramref name="access"/> can come beside one of <paramref name="others"/>, which are accesses to the same variable; null where there is none.</summary>
    public Race? RaceBetween(Access access, IEnumerable<Access> others, CancellationToken cancellation)
    {
        var mine = contexts.ContextsOf(access, cancellation);
        var isOpen = IsOpenToAll(mine, cancellation);
        Race? weaker = null;
        foreach (var other in others)
        {
            cancellation.ThrowIfCancellationRequested();
            var theirs = contexts.ContextsOf(other, cancellation);
            if (!mine.HasThread && !theirs.HasThread && !isOpen)
                continue;
            if (Meet(access, mine, other, theirs, cancellation) is { } race)
            {
                if (!race.IsSuggestion)
                    return race;
                weaker ??= race;
            }
        }

        return weaker;
    }

    /// <summary>The proof that another thread can do what <paramref name="matters"/> beside <paramref name="access"/>, or why there is none.</summary>
    /// <param name="access">Holds the locks that are held from the check on, where it relies on one.</param>
    /// <param name="matters">What does harm; asked of the access itself as well, which may run on both threads.</param>
    /// <param name="cancellation">Ends the search.</param>
    public RaceAnswer RaceOn(Access access, Func<Access, bool> matters, CancellationToken cancellation)
    {
        var cause = UnknownCause.None;
        RaceAnswer? weaker = null;
        foreach (var memory in MemoriesOf(access, cancellation))
        {
            var answer = RaceOn(access, memory, matters, cancellation);
            if (answer.Proves(out var race))
            {
                if (!race.IsSuggestion)
                    return answer;
                weaker ??= answer;
            }

            cause = cause == UnknownCause.None ? answer.Cause : cause;
        }

        if (weaker is not null)
            return weaker;
        return cause == UnknownCause.None ? RaceAnswer.None : RaceAnswer.Unknown(cause);
    }

    /// <param name="access">A write, or one of which the write is the other side.</param>
    /// <param name="memory">What it means; what a caller passes by reference.</param>
    /// <param name="matters">Which other accesses it does harm to meet.</param>
    /// <param name="cancellation">Ends the search.</param>
    private RaceAnswer RaceOn(Access access, Memory memory, Func<Access, bool> matters, CancellationToken cancellation)
    {
        var use = uses.Of(memory, cancellation);
        if (use.IsConfined)
            return RaceAnswer.None;
        if (use.Cause != UnknownCause.None)
            return RaceAnswer.Unknown(use.Cause);

        var mine = contexts.ContextsOf(access, cancellation);
        var cause = mine.Cause;
        var isOpen = IsOpenToAll(mine, cancellation);
        var weaker = matters(access) && (mine.HasThread || isOpen) ? Meet(access, mine, access, mine, cancellation) : null;
        if (weaker is { IsSuggestion: false })
            return RaceAnswer.Of(weaker);

        foreach (var other in access.IsStep ? use.Steps : use.Accesses)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!matters(other) || other.Syntax == access.Syntax)
                continue;

            var theirs = contexts.ContextsOf(other, cancellation);
            cause = cause == UnknownCause.None ? theirs.Cause : cause;
            if ((mine.HasThread || theirs.HasThread || isOpen) && Meet(access, mine, other, theirs, cancellation) is { } race)
            {
                if (!race.IsSuggestion)
                    return RaceAnswer.Of(race);
                weaker ??= race;
            }
        }

        return weaker is not null ? RaceAnswer.Of(weaker) : cause == UnknownCause.None ? RaceAnswer.None : RaceAnswer.Unknown(cause);
    }

    private Race? Meet(Access first, ContextSet firsts, Access second, ContextSet seconds, CancellationToken cancellation)
    {
        Race? weaker = null;
        foreach (var one in firsts.Contexts)
        {
            foreach (var two in seconds.Beside(one))
            {
                var (mine, theirs) = (one, two);
                if (!IsOpen(one, two) && one.Site == two.Site)
                    (mine, theirs) = (concurrency.InAnotherRound(one, cancellation) ?? one, concurrency.InAnotherRound(two, cancellation) ?? two);
                if (IsOpen(mine, theirs) && concurrency.MayMeet(mine, theirs, cancellation) && !IsOrderedOtherwise(mine, theirs, cancellation))
                {
                    if (!Concurrency.IsOneOfMany(one, two, isOneActivation: true) && !(one.Site == two.Site && Concurrency.IsRunHereOrThere(one, two)) && !AreServedInTest(one, two) && !MayBeOthers(one, two, cancellation))
                        return new Race(first, one, second, two);
                    weaker ??= new Race(first, one, second, two) { IsSuggestion = true };
                }
            }
        }

        foreach (var one in EnteredIn(firsts, cancellation))
        {
            foreach (var two in EnteredIn(seconds, cancellation))
            {
                if (!IsOpen(one, two))
                    continue;
                if (Promises.IsMadeFor(one) && Promises.IsMadeFor(two) && Promises.LetsMeet(one, two) is { } promise && !IsOrderedOtherwise(one, two, cancellation))
                    return new Race(first, one, second, two) { Promise = promise };
                if (requests.LetMeet(one, two) && !IsOrderedOtherwise(one, two, cancellation))
                {
                    var served = new Race(first, one, second, two) { IsServed = true, IsSuggestion = Concurrency.IsOneOfMany(one, two, isOneActivation: false) || MayBeOthers(one, two, cancellation) };
                    if (!served.IsSuggestion)
                        return served;
                    weaker ??= served;
                }

                if (singletons.MeetingOf(one, two, cancellation) is not { } meeting || IsOrderedOtherwise(one, two, cancellation))
                    continue;
                var shared = new Race(first, one, second, two) { Meeting = meeting, IsSuggestion = meeting.IsWeak };
                if (!shared.IsSuggestion)
                    return shared;
                weaker ??= shared;
            }
        }

        foreach (var one in firsts.Tops)
        {
            foreach (var two in seconds.Beside(one))
            {
                if (!IsOpen(one.Context, two.Context))
                    continue;
                var (forth, back) = (concurrency.MayMeet(one, two, cancellation), concurrency.MayMeet(two, one, cancellation));
                if ((!forth && !back) || IsOrderedOtherwise(one.Context, two.Context, cancellation))
                    continue;
                var isWeak = Concurrency.IsOneOfMany(one.Context, two.Context, isOneActivation: false) || Concurrency.IsRunHereOrThere(one.Context, two.Context)
                    || Concurrency.AreIndexedApart(one.Context, two.Context) || AreServedInTest(one.Context, two.Context) || MayBeOthers(one.Context, two.Context, cancellation)
                    || CalledBack.MayBe(one.Context, two.Context) || CalledBack.MayBe(two.Context, one.Context);
                if (!isWeak && ((forth && !IsSpeculation(one.Context, two.Context, seconds)) || (back && !IsSpeculation(two.Context, one.Context, firsts))))
                    return new Race(first, one.Context, second, two.Context);
                weaker ??= new Race(first, one.Context, second, two.Context) { IsSuggestion = true };
            }
        }

        return weaker;
    }

    /// <summary>
    /// What a test has its own server or listener do comes from the same test: it mostly sends one request, or waits for each. The threads are the framework's, and
    /// none is begun by the test.
    /// </summary>
    private static bool AreServedInTest(Context one, Context two) =>
        (one.Spawn ?? two.Spawn) is not null && ((IsServed(one.Spawn) && IsServed(two.Spawn)) || (one.Access == two.Access && IsBegunOnceIn(one) && IsBegunOnceIn(two)))
        && TestCode.HoldsTests(one.Access.Frame.Outermost.Method?.ContainingType);

    /// <summary>What a request begins, once: it meets itself only if another request comes meanwhile.</summary>
    private static bool IsBegunOnceIn(Context way)
    {
        Context? served = null;
        for (var link = way; link is not null; link = link.Inner)
        {
            if (link.Site is DelegateUse { Place: ApiPlace.Request } or DelegateUse { IsIo: true })
                served = link.Inner;
        }

        return served is not null && AreOnce(served);
    }

    private static bool AreOnce(Context way)
    {
        for (var link = way; link is not null; link = link.Inner)
        {
            if (link.BesideItself || link.Site.Syntax.Ancestors().TakeWhile(node => node != link.Frame.Syntax).Any(Loops.IsLoop))
                return false;
        }

        return true;
    }

    /// <summary>Who passes an object that one of several classes may have made has to be believed twice: that the classes meet, and that this is the one.</summary>
    private bool MayBeOthers(Context one, Context two, CancellationToken cancellation) => chosen.MayBeAnother(one, cancellation) || chosen.MayBeAnother(two, cancellation);

    private static bool IsServed(DelegateUse? spawn) => spawn is null or { Place: ApiPlace.Request } or { IsIo: true };

    /// <summary>
    /// Whether the second thread is only somebody who might call a method: a step of the first one's work, or a method that the program leaves to threads of its own,
    /// or to the initializer of a class, wherever it is called there.
    /// </summary>
    private static bool IsSpeculation(Context thread, Context other, ContextSet ways) =>
        Concurrency.IsPartOf(thread, other) || ways.IsLeftToThreads(other) || ways.IsLeftToTypeInitializer(other);

    /// <summary>Whether the work that one way of a frame begins may be under way when the same frame comes to the other.</summary>
    public bool MayMeet(Context one, Context two, CancellationToken cancellation) =>
        one.Frame == two.Frame && AreApart(one, two, cancellation) && concurrency.MayMeet(one, two, cancellation);

    /// <summary>
    /// Whether the frame in which both ways of a race meet has come to the same access by itself before it comes to either: <c>Load(); Task.Run(Load); Load();</c>.
    /// </summary>
    public bool IsDoneBefore(Race race, CancellationToken cancellation) =>
        race.FirstWay.Frame == race.SecondWay.Frame && concurrency.IsBefore(contexts.ContextsOf(race.First, cancellation).Contexts, race.FirstWay, race.SecondWay, cancellation);

    /// <summary>Whether neither a lock nor a signal keeps two ways from each other.</summary>
    public bool AreApart(Context one, Context two, CancellationToken cancellation) => IsOpen(one, two) && !IsOrderedOtherwise(one, two, cancellation);

    private bool IsOpenToAll(ContextSet ways, CancellationToken cancellation) => EnteredIn(ways, cancellation).Count > 0;

    /// <summary>The ways that start where others come in at any time: few sets have one, and each set is asked once for each other access.</summary>
    private IReadOnlyList<Context> EnteredIn(ContextSet ways, CancellationToken cancellation) =>
        _entered.GetOrAdd(ways, set => [.. set.Contexts.Where(way => Promises.IsMadeFor(way) || requests.IsEntered(way) || singletons.IsEntered(way, cancellation))]);

    private static bool IsOpen(Context one, Context two) => !one.Locks.MayExclude(two.Locks);

    /// <summary>Asked last, and only of what would else be a race.</summary>
    private bool IsOrderedOtherwise(Context one, Context two, CancellationToken cancellation) =>
        AsyncWalks.TakeTurns(one, two) || signals.MayOrder(one, two, cancellation) || affinity.TakesTurns(one, two, cancellation) || signals.ShareHelpersLock(one, two, cancellation)
        || conditions.RuleOut(one, two, cancellation) || publications.MayOrder(one, two, cancellation) || unreached.RuleOut(one, cancellation) || unreached.RuleOut(two, cancellation)
        || chosen.RuleOut(one, cancellation) || chosen.RuleOut(two, cancellation);

    /// <summary>The variable itself, or what callers pass for it by reference.</summary>
    private IEnumerable<Memory> MemoriesOf(Access access, CancellationToken cancellation)
    {
        if (!access.Memory.IsCallers || access.Path.Root != PathRoot.Parameter)
            return [access.Memory];

        var memories = new List<Memory> { access.Memory };
        foreach (var context in contexts.ContextsOf(access, cancellation).Contexts)
        {
            if (context.Site is not CallSite call || context.Path is not { IsUnknown: false } path)
                continue;
            foreach (var argument in call.Arguments)
            {
                if (argument.ByReference is { IsCallers: false } passed && argument.Path.Steps.Length <= path.Steps.Length && passed.Within(access.Memory) is var memory && !memories.Contains(memory))
                    memories.Add(memory);
            }
        }

        return memories;
    }
}
