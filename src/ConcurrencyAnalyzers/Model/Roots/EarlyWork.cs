using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Work that runs on another thread while the constructor still sets what it reads.</summary>
internal sealed class EarlyWork(BodyReader reader, MemoryUses uses, ContextFinder contexts, RaceFinder races, WorkBegin begins)
{
    private readonly OwnObject _own = new(reader);

    public IEnumerable<EscapingObject> Of(Frame constructor, CancellationToken cancellation)
    {
        var earlier = EarlierThan(constructor, cancellation);
        var meetings = new List<Meeting>();
        foreach (var write in _own.WritesOf(constructor, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (earlier.Count > 0 || IsAfterAnything(constructor, write))
                meetings.AddRange(MeetingsOf(write, constructor, earlier, cancellation));
        }

        foreach (var start in meetings.GroupBy(static one => one.Begin))
            yield return FindingOf(constructor, start.Key, start.ToList());
    }

    private IEnumerable<Meeting> MeetingsOf(OwnWrite write, Frame constructor, List<Earlier> earlier, CancellationToken cancellation)
    {
        var use = uses.Of(write.Access.Memory, cancellation);
        if (use.Cause != UnknownCause.None || use.IsConfined)
            yield break;

        var here = contexts.ContextsOf(write.Access, cancellation).Contexts.FirstOrDefault(way => way.Frame == constructor && (way.Site.Syntax == write.Place || way.Inner is null));
        if (here is null)
            yield break;

        foreach (var read in use.Accesses)
        {
            if (read.Kind == AccessKind.Write || read.Frame == constructor)
                continue;
            foreach (var way in contexts.ContextsOf(read, cancellation).Contexts)
            {
                if ((way.Spawn is not null || way.AsyncCall is not null) && way.Path is { } path && path.Equals(write.Access.Path) && BeginOf(way, here, write, constructor, earlier, cancellation) is { } begin)
                    yield return new Meeting(begin, write, read, way);
            }
        }
    }

    /// <summary>From where on the work of <paramref name="way"/> can come before <paramref name="write"/>; null where it cannot.</summary>
    private SyntaxNode? BeginOf(Context way, Context here, OwnWrite write, Frame constructor, List<Earlier> earlier, CancellationToken cancellation)
    {
        if (earlier.FirstOrDefault(one => one.Frame == way.Frame).Place is { } before)
            return way.LivesOn && begins.Of(way, cancellation) is not null && races.AreApart(way, here, cancellation) ? before : null;
        if (way.Frame != constructor || begins.Of(way, cancellation) is not { } begin)
            return null;

        // `_timer = new Timer(Tick)`: the work may ask for what is set to itself.
        if (write.Place.Span.Contains(begin.Span) && write.Place != begin)
            return way.LivesOn && races.AreApart(way, here, cancellation) ? begin : null;
        return races.MayMeet(way, here, cancellation) && (begin == way.Begin || IsAfter(constructor, begin, write.Place, cancellation)) ? begin : null;
    }

    private bool IsAfter(Frame frame, SyntaxNode begin, SyntaxNode place, CancellationToken cancellation) =>
        reader.GraphOf(frame, cancellation) is { } graph && graph.PositionOf(begin) is { } from && graph.PositionOf(place) is { } to && graph.Reaches(from, to, []);

    /// <summary>Whether the constructor does anything before the write that could begin work. Most do not, and then nothing is asked.</summary>
    private static bool IsAfterAnything(Frame constructor, OwnWrite write) =>
        constructor.Delegates.Exists(use => use.Fate != DelegateFate.Called && use.Syntax.SpanStart < write.Place.Span.End)
        || constructor.Calls.Exists(call => call.Syntax.SpanStart < write.Place.SpanStart);

    /// <summary>
    /// The constructors that run before the first statement of this one: those of bases, and of its own type, that its initializer names or, by the
    /// rules of the language, need not name.
    /// </summary>
    private List<Earlier> EarlierThan(Frame constructor, CancellationToken cancellation)
    {
        var earlier = new List<Earlier>();
        SyntaxNode? place = null;
        for (var one = constructor; one.Syntax is ConstructorDeclarationSyntax declaration;)
        {
            place ??= (SyntaxNode?)declaration.Initializer ?? declaration;
            var next = declaration.Initializer is { } initializer
                ? one.Calls.FirstOrDefault(call => call.Syntax == initializer)?.Target
                : one.Method!.ContainingType.BaseType?.OriginalDefinition.InstanceConstructors.FirstOrDefault(static other => other.Parameters.All(static parameter => parameter.IsOptional));
            if (next is null or { IsImplicitlyDeclared: true } || reader.FrameOf(next, cancellation) is not { } frame || earlier.Exists(other => other.Frame == frame))
                break;
            earlier.Add(new Earlier(frame, place));
            one = frame;
        }

        return earlier;
    }

    private static EscapingObject FindingOf(Frame constructor, SyntaxNode begin, List<Meeting> meetings)
    {
        var first = meetings[0];
        var late = meetings.Select(static one => one.Write.Access).Distinct().ToImmutableArray();
        var others = late.Select(static write => write.Memory).Distinct().Count() - 1;
        var more = others == 0 ? "" : others == 1 ? ", and one more field is read too early" : $", and {others} more fields are read too early";
        var witness = $"{Witness.SideOf(first.Way)} reads '{first.Read.Path.Name}' ({Places.LineOf(first.Read.Syntax, begin)}), which {Places.LineOf(first.Write.Access.Syntax, begin)} sets afterwards{more}";
        var isSuggestion = meetings.TrueForAll(static one => one.Way.Spawn is null || WorkBegin.SpawnsOn(one.Way).Any(static use => use.IsDelayed)) || late.All(write => IsSetBefore(write, constructor, begin));
        return new EscapingObject(constructor, begin, late, witness, isSuggestion)
        {
            OtherPlaces = meetings.SelectMany(static one => new[] { one.Write.Access.Location, one.Read.Location }).Concat(meetings.Select(static one => one.Way.Spawn?.Syntax.GetLocation()).OfType<Location>())
                .Where(place => place.SourceSpan != begin.Span).Distinct(),
        };
    }

    /// <summary>There is some value already, which the constructor then changes.</summary>
    private static bool IsSetBefore(Access write, Frame constructor, SyntaxNode begin) =>
        write.Memory.Symbol.DeclaringSyntaxReferences.Any(static place => place.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null })
        || constructor.Accesses.Exists(other => other.IsWrite && other.Memory.Equals(write.Memory) && other.Syntax.Span.End <= begin.SpanStart);

    /// <summary>A constructor that has run when this one begins, and where this one says so.</summary>
    private readonly record struct Earlier(Frame Frame, SyntaxNode Place);

    /// <summary>A write of the constructor, and a read on another thread that may come before it.</summary>
    private readonly record struct Meeting(SyntaxNode Begin, OwnWrite Write, Access Read, Context Way);
}
