using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>Code that runs as one activation: a method, accessor, constructor, initializer, lambda or local function.</summary>
/// <remarks>Frames are the unit because a lock around the declaration of a lambda says nothing about its body.</remarks>
internal sealed class Frame(BodyFacts body, Frame? parent, IMethodSymbol? method, SyntaxNode syntax)
{
    public BodyFacts Body { get; } = body;

    /// <summary>The frame in whose source this one is written, whose variables it can capture.</summary>
    public Frame? Parent { get; } = parent;

    /// <summary>Null for a field or property initializer.</summary>
    public IMethodSymbol? Method { get; } = method;

    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>Runs on behind an <c>await</c> when its caller has its task. An async iterator does not: it runs while somebody asks for the next element.</summary>
    public bool IsAsync => Method is { IsAsync: true, ReturnType.Name: not ("IAsyncEnumerable" or "IAsyncEnumerator") };

    /// <summary>Begins when its result is walked over, and runs while somebody asks for the next element.</summary>
    public bool IsIterator { get; set; }

    public List<Access> Accesses { get; } = [];

    /// <summary>Calls on collections that any thread may use: none of them races, but another thread can come between two of them.</summary>
    public List<Access> Steps { get; } = [];

    public List<CallSite> Calls { get; } = [];

    public List<DelegateUse> Delegates { get; } = [];

    /// <summary>Places to which sequences come that a call gives, or a parameter, and what becomes of them there.</summary>
    public List<DelegateUse> Walks { get; } = [];

    public List<StartSite> Starts { get; } = [];

    public List<JoinSite> Joins { get; } = [];

    public List<WaitSite> Waits { get; } = [];

    /// <summary>Events, task sources and channels that are signalled somewhere in the frame.</summary>
    public List<SignalSite> Signals { get; } = [];

    public List<ThreadSite> Threads { get; } = [];

    public List<BackgroundSite> Backgrounds { get; } = [];

    public List<HandlePass> Passes { get; } = [];

    /// <summary>Places past which a collection of threads or tasks no longer has those that it had.</summary>
    public List<EmptiedSite> Emptied { get; } = [];

    /// <summary>Locks that are taken here and still held when the frame returns: a helper like <c>Enter</c>.</summary>
    public List<HeldLock> LeavesHeld { get; } = [];

    /// <summary>Containers that leave the frame for somebody else.</summary>
    public List<HandedOut> Results { get; } = [];

    public List<HandleAlias> Aliases { get; } = [];

    /// <summary>Places where the frame may be left and resumed, in order of position.</summary>
    public List<SyntaxNode> Awaits { get; } = [];

    public Frame Outermost => Parent?.Outermost ?? this;

    /// <summary>Whether <paramref name="inner"/> is this frame or written inside it.</summary>
    public bool Contains(Frame? inner)
    {
        for (; inner is not null; inner = inner.Parent)
        {
            if (inner == this)
                return true;
        }

        return false;
    }

    public IEnumerable<Site> Sites => Accesses.Cast<Site>().Concat(Calls).Concat(Delegates);

    public override string ToString() => Method?.Name ?? "initializer";
}

/// <summary>The facts of one member body: its own frame and those of its lambdas and local functions. Immutable once published.</summary>
internal sealed class BodyFacts(SyntaxNode syntax, bool isConstructing, INamedTypeSymbol? type)
{
    /// <summary>The type whose objects an initializer belongs to; null for a static initializer and for methods.</summary>
    public INamedTypeSymbol? InitializedType { get; } = type;

    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>A constructor or an initializer.</summary>
    public bool IsConstructing { get; } = isConstructing;

    /// <summary>The outermost frame first.</summary>
    public List<Frame> Frames { get; } = [];

    public Frame Root => Frames[0];

    /// <summary>Variables whose address or reference goes where the model cannot follow; nothing is known of who writes them.</summary>
    public HashSet<ISymbol> Leaking { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Locals on which something is called, and that hold what another method has made for its caller alone.</summary>
    public HashSet<ISymbol> Owned { get; } = new(SymbolEqualityComparer.Default);

    public Frame? FrameOf(IMethodSymbol method)
    {
        foreach (var frame in Frames)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Method, method))
                return frame;
        }

        return null;
    }
}
