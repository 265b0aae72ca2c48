using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>What the model knows at one line of source: which locks are held, which threads get there, whether the object is the frame's own.</summary>
internal sealed class LineProbe
{
    /// <summary>Locks held in the line's own frame, as paths.</summary>
    public required ImmutableArray<string> Locks { get; init; }

    /// <summary>Threads that reach the line's accesses: <c>main</c>, <c>caller</c>, <c>ui</c>, or the kind of spawn; with <c>*</c> where it can run beside itself.</summary>
    public required ImmutableArray<string> Roots { get; init; }

    /// <summary>The memory of the line's accesses is confined to one activation of a frame.</summary>
    public bool Owned { get; init; }

    public static LineProbe At(SyntaxTree tree, int line, BodyReader reader, ContextFinder contexts, CancellationToken cancellation)
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
        return new LineProbe
        {
            Locks = sites.SelectMany(static site => site.Locks.Held).Select(static held => held.Path.IsUnknown ? held.Text : held.Path.ToString()).Distinct().OrderBy(static name => name, StringComparer.Ordinal).ToImmutableArray(),
            Roots = sets.SelectMany(RootsOf).Distinct().OrderBy(static name => name, StringComparer.Ordinal).ToImmutableArray(),
            Owned = accesses.Count > 0 && sets.All(static set => set.Contexts.All(static context => !context.IsApart || context.Path is null || Confinement.EndsAt(context.Path, context.Frame))),
        };
    }

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
}
