using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Guards;
using ConcurrencyAnalyzers.Model.Ownership;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What the model knows at one line of source: which locks are held, which threads get there, whom they meet, whether the object is the frame's own.</summary>
internal sealed class LineProbe
{
    /// <summary>Locks held in the line's own frame, as paths.</summary>
    public required ImmutableArray<string> Locks { get; init; }

    /// <summary>Threads that reach the line's accesses: <c>main</c>, <c>caller</c>, <c>ui</c>, or the kind of spawn; with <c>*</c> where it can run beside itself.</summary>
    public required ImmutableArray<string> Roots { get; init; }

    /// <summary>The memory of the line's accesses is confined to one activation of a frame.</summary>
    public bool Owned { get; init; }

    /// <summary>The code that can use the line's memory at the same time, one of both to write, and no lock that both hold; with <c>?</c> where that is a suggestion.</summary>
    public required ImmutableArray<string> Meets { get; init; }

    /// <summary>The proof of each meeting, in words.</summary>
    public required ImmutableArray<string> Evidence { get; init; }

    /// <summary>The lock that guards each variable of the line, and at how many of its accesses it is held: <c>_gate: 2 of 3</c>.</summary>
    public required ImmutableArray<string> Guards { get; init; }

    private static IEnumerable<string> RootsOf(ContextSet set)
    {
        foreach (var context in set.Contexts)
        {
            if (context.Site is DelegateUse { Fate: DelegateFate.Spawned } spawn && context.Spawn == spawn)
                yield return spawn.Place.ToString().ToLowerInvariant() + (spawn.Many ? "*" : "");
        }

        foreach (var top in set.Tops)
        {
            if (!top.Context.IsApart)
                yield return top.Kind switch { TopKind.Main => "main", TopKind.Ui => "ui", _ => "caller" };
        }
    }

    private static ImmutableArray<string> Sorted(IEnumerable<string> names) => names.Distinct().OrderBy(static name => name, StringComparer.Ordinal).ToImmutableArray();

    /// <summary>The layers that a line is asked of.</summary>
    internal sealed class Source(BodyReader reader, ContextFinder contexts, MemoryUses uses, RaceFinder races, GuardFinder guards)
    {
        public LineProbe At(SyntaxTree tree, int line, CancellationToken cancellation)
        {
            var span = tree.GetText(cancellation).Lines[line].Span;
            var sites = new List<Site>();
            foreach (var member in TreeIndex.Of(tree, cancellation).Members)
            {
                if (!member.Node.Span.IntersectsWith(span))
                    continue;
                sites.AddRange(reader.FactsOf(member.Node, cancellation).SelectMany(static body => body.Frames).SelectMany(static frame => frame.Sites)
                    .Where(site => span.Contains(site.Syntax.SpanStart)));
            }

            var accesses = sites.OfType<Access>().ToList();
            var sets = accesses.Select(access => contexts.ContextsOf(access, cancellation)).ToList();
            var meetings = accesses.SelectMany(access => MeetingsOf(access, cancellation)).ToList();
            return new LineProbe
            {
                Locks = Sorted(sites.SelectMany(static site => site.Locks.Held).Select(static held => held.Path.IsUnknown ? held.Text : held.Path.ToString())),
                Roots = Sorted(sets.SelectMany(RootsOf)),
                Owned = accesses.Count > 0 && sets.All(static set => set.Contexts.All(static context => !context.IsApart || context.Path is null || Confinement.EndsAt(context.Path, context.Frame))),
                Meets = Sorted(meetings.Select(static race => Places.NameOf(race.Second.Frame) + (race.IsSuggestion ? "?" : ""))),
                Evidence = Sorted(meetings.Select(static race => race.Witness)),
                Guards = Sorted(accesses.Select(access => guards.GuardingOf(access.Memory, cancellation)).OfType<GuardUse>().Where(static guard => guard.IsUsual).Select(static guard => $"{guard.GuardName}: {guard.Share}")),
            };
        }

        /// <summary>Each with another access, or with itself; none where the model cannot know all accesses.</summary>
        private IEnumerable<Race> MeetingsOf(Access access, CancellationToken cancellation)
        {
            if (uses.Refers(access, cancellation) is not { } known || uses.Of(known.Memory, cancellation) is not { IsConfined: false, Cause: UnknownCause.None } use)
                return [];
            var others = (known.IsStep ? use.Steps : use.Accesses).Where(other => (known.IsWrite || other.IsWrite) && other.Syntax != known.Syntax);
            return (known.IsWrite ? others.Prepend(known) : others).Select(other => races.RaceBetween(known, [other], cancellation)).OfType<Race>();
        }
    }
}
