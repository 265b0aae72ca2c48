using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>One way on which an access is reached, seen from one frame on that way.</summary>
/// <remarks>
/// A chain: <see cref="Inner"/> is the same way one frame further in, and the innermost is the access itself. Each link tells, in the names of
/// its own frame, which memory is meant, which locks are held, and whether the access still happens when the frame's site is over.
/// <code>
///   Main      new Thread(c.Work) at line 3     memory c._n     no locks     lives on, joined through t
///    Work     Bump() at line 9                 memory this._n  {_gate}      done when the call returns
///     Bump    _n++ at line 14                  memory this._n  {}           done at once
/// </code>
/// </remarks>
internal sealed class Context
{
    public Context(Frame frame, Site site, MemoryPath? path, LockSet locks, Context? inner)
    {
        (Frame, Site, Path, Locks, Inner) = (frame, site, path, locks, inner);
        Depth = inner is null ? 0 : inner.Depth + 1;
    }

    public Frame Frame { get; }

    public Site Site { get; }

    /// <summary>The memory in this frame's names; null where the frame has no name for it.</summary>
    public MemoryPath? Path { get; }

    /// <summary>What the accessing thread holds at the access, in this frame's names.</summary>
    public LockSet Locks { get; }

    public Context? Inner { get; }

    public int Depth { get; }

    /// <summary>The access at the inner end.</summary>
    public Access Access => (Access)(Inner?.Access ?? Site);

    /// <summary>The thread that makes the access: the spawn nearest to it on the way; null for the thread that comes down the whole way.</summary>
    public DelegateUse? Spawn { get; init; }

    /// <summary>The async call that nobody waited for at once, nearest to the access, where no thread was made on purpose.</summary>
    public Site? AsyncCall { get; init; }

    /// <summary>The work goes on after the site; <see cref="Handle"/> is who can wait for it.</summary>
    public bool LivesOn { get; init; }

    public Handle Handle { get; init; } = Handle.None;

    /// <summary>Work that does not live on may still run beside the rest of the expression that waits for it: up to here.</summary>
    public SyntaxNode? OverAt { get; init; }

    public bool RunsOn => LivesOn || OverAt is not null;

    /// <summary>The frame, or the site itself, can get to other work while this is under way. Of two ways that meet in a frame one does.</summary>
    public bool LetsOthersBy => RunsOn || BesideItself || Site is DelegateUse { Group: not null };

    /// <summary>The site waits until the work is over, and for this work alone: what the frame holds there is held around the work.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The site can run the work beside itself.</summary>
    public bool BesideItself { get; init; }

    /// <summary>While the site waits, by <c>await</c>, the frame's own caller runs on.</summary>
    public bool Suspends { get; init; }

    /// <summary>Delegates handed over on the way whose callers are still to be returned to; the names of their frames wait with them.</summary>
    public Handover? Handover { get; init; }

    /// <summary>Where the delegate was put away that the way came through last: only the object that keeps it runs it.</summary>
    public DelegateUse? Keeper { get; init; }

    /// <summary>The caller's locks no longer protect: another thread, or the part of an async method behind an await.</summary>
    public bool IsApart { get; init; }

    /// <summary>The work has not begun: the frame hands it out as a sequence, and who walks over that runs it, under his own locks.</summary>
    public bool IsDeferred { get; init; }

    /// <summary>Whoever calls the frame gets a sequence, and the work is done where that is walked over.</summary>
    public bool IsLazy => IsDeferred || (Frame.IsIterator && SequenceFlow.IsSequence(Frame.Method?.ReturnType));

    /// <summary>Where the work begins to run, in this frame: for a thread its start and not its creation.</summary>
    public SyntaxNode Begin { get; init; } = null!;

    /// <summary>The part of the way that its own thread walks: inside the spawn or the async call, or all of it.</summary>
    public Context OnItsThread
    {
        get
        {
            var start = this;
            for (var link = this; link is not null; link = link.Inner)
            {
                if (link.Inner is { } inner && (link.Site == Spawn || link.Site == AsyncCall))
                    start = inner;
            }

            return start;
        }
    }

    /// <summary>The links that its own thread walks, from its first code to the access.</summary>
    public IEnumerable<Context> LinksOfItsThread
    {
        get
        {
            for (var link = OnItsThread; link is not null; link = link.Inner)
                yield return link;
        }
    }

    /// <summary>The links of the way, the access first and this one last.</summary>
    public IEnumerable<Context> FromInside => Inner is { } inner ? inner.FromInside.Append(this) : [this];

    /// <summary>Whether the way leads through <paramref name="frame"/> further in.</summary>
    public bool ComesThrough(Frame frame) => Inner is { } inner && (inner.Frame == frame || inner.ComesThrough(frame));

    /// <summary>How often the way goes through <paramref name="frame"/>; recursion that forks goes through twice.</summary>
    public int Visits(Frame frame) => (Frame == frame ? 1 : 0) + (Inner?.Visits(frame) ?? 0);
}

/// <summary>A delegate was passed to a method of the compilation, and the way now leads through that method.</summary>
internal sealed record Handover(DelegateUse Use, MemoryPath? Path, Handover? Outer)
{
    public int Depth { get; } = Outer is null ? 1 : Outer.Depth + 1;

    /// <summary>Whether the delegate has come, on this way, as the same parameter of the same method before.</summary>
    public bool Includes(DelegateUse use) =>
        (Use.PassedAs == use.PassedAs && SymbolEqualityComparer.Default.Equals(Use.PassedTo, use.PassedTo)) || (Outer?.Includes(use) ?? false);
}

/// <summary>Why a way ends at a frame.</summary>
internal enum TopKind
{
    /// <summary>The program's entry point.</summary>
    Main,

    /// <summary>Code outside of the compilation, or code that we did not find, may call it.</summary>
    External,

    /// <summary>The thread of the user interface calls it.</summary>
    Ui,
}

/// <summary>The upper end of a way.</summary>
internal sealed record Top(Context Context, TopKind Kind);

/// <summary>All ways that lead to one access.</summary>
internal sealed class ContextSet(IReadOnlyList<Context> contexts, IReadOnlyList<Top> tops, UnknownCause cause)
{
    private readonly Lazy<ILookup<Frame, Context>> _byFrame = new(() => contexts.ToLookup(static way => way.Frame));
    private readonly Lazy<ILookup<Frame, Context>> _byFrameAndBy = new(() => contexts.Where(static way => way.LetsOthersBy).ToLookup(static way => way.Frame));
    private readonly Lazy<List<Top>> _spawned = new(() => tops.Where(static top => top.Context.Spawn is not null).ToList());

    public IReadOnlyList<Context> Contexts { get; } = contexts;

    public IReadOnlyList<Top> Tops { get; } = tops;

    /// <summary>The ways that can meet <paramref name="way"/> in its frame. Two sets have up to <see cref="ContextFinder.MaxContexts"/> squared pairs, and few that can.</summary>
    public IEnumerable<Context> Beside(Context way) => (way.LetsOthersBy ? _byFrame : _byFrameAndBy).Value[way.Frame];

    /// <summary>The same of ways that can meet in the object: one of them leaves a thread behind.</summary>
    public IReadOnlyList<Top> Beside(Top top) => top.Context.Spawn is null ? _spawned.Value : Tops;

    /// <summary>Why there may be further ways.</summary>
    public UnknownCause Cause { get; } = cause;

    /// <summary>Whether the program calls the frame of <paramref name="top"/> itself, and each such way goes on to a thread that it starts.</summary>
    public bool IsLeftToThreads(Context top)
    {
        var further = Contexts.Where(way => way.Inner == top).ToList();
        return further.Count > 0 && further.TrueForAll(way => way.Spawn is not null || IsLeftToThreads(way));
    }

    /// <summary>Whether the program calls the frame of <paramref name="top"/> itself, and only while a class is initialized, which one thread does before all others.</summary>
    public bool IsLeftToTypeInitializer(Context top)
    {
        var further = Contexts.Where(way => way.Inner == top).ToList();
        return further.Count > 0 && further.TrueForAll(way => way is { Spawn: null, Frame.Outermost.Method.MethodKind: MethodKind.StaticConstructor } || IsLeftToTypeInitializer(way));
    }

    /// <summary>Some way leads over another thread.</summary>
    public bool HasThread { get; } = contexts.Any(static context => context.Spawn is not null || context.AsyncCall is not null || context.BesideItself || context.OverAt is not null || context is { Inner: null, LivesOn: true });
}
