using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>A place that waits for a thread.</summary>
/// <param name="Syntax">In the frame that starts it.</param>
/// <param name="IsWhole">It waits for all threads of a collection.</param>
/// <param name="MayGiveUp">It has a time limit, and its result is not used.</param>
internal sealed record ThreadWait(SyntaxNode Syntax, bool IsWhole, bool MayGiveUp)
{
    /// <summary>It waits for those of a collection that are behind its first, or before its last.</summary>
    public bool LeavesOut { get; init; }

    /// <summary>What it waits for, or is given to wait for.</summary>
    public MemoryPath Handle { get; init; } = MemoryPath.Unknown;

    /// <summary>The head of the loop that waits for each of a collection.</summary>
    public SyntaxNode? Loop { get; init; }
}

/// <summary>What one body does with a thread under any of its names. Errs towards <see cref="IsLost"/>, and with it towards silence.</summary>
internal sealed class ThreadHandling
{
    private const int MaxPassDepth = 2;

    private readonly BodyReader _reader;
    private readonly CancellationToken _cancellation;

    private ThreadHandling(BodyReader reader, CancellationToken cancellation) => (_reader, _cancellation) = (reader, cancellation);

    public List<ThreadWait> Waits { get; } = [];

    public List<SyntaxNode> Starts { get; } = [];

    public bool IsBackground { get; private set; }

    /// <summary>Code that is not followed, or that runs at an unknown time, has it too.</summary>
    public bool IsLost { get; private set; }

    /// <summary>What the frame does, with the lambdas and local functions that are written in it.</summary>
    /// <param name="frame">The frame, or the outermost one of a body.</param>
    /// <param name="isMeant">Whether a name may mean the thread, or a collection that holds it.</param>
    /// <param name="reader">Reads the methods that the thread is passed to.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static ThreadHandling In(Frame frame, Func<MemoryPath, bool> isMeant, BodyReader reader, CancellationToken cancellation)
    {
        var handling = new ThreadHandling(reader, cancellation);
        foreach (var inner in frame.Body.Frames)
        {
            if (frame.Contains(inner))
                handling.Read(inner, frame, isMeant, MaxPassDepth);
        }

        return handling;
    }

    /// <summary>What a method does with a thread that it alone is given.</summary>
    public static ThreadHandling Of(HandlePass pass, BodyReader reader, CancellationToken cancellation)
    {
        var handling = new ThreadHandling(reader, cancellation);
        handling.Follow(pass, pass.Syntax, MaxPassDepth);
        return handling;
    }

    private void Read(Frame inner, Frame frame, Func<MemoryPath, bool> isMeant, int depth)
    {
        // Code in a lambda counts where the lambda runs at once: threads.ForEach(t => t.Join()). A local function counts where it is called.
        var place = inner == frame ? null : PlaceIn(frame, inner);
        var isPlaced = inner == frame || place is not null;

        foreach (var join in inner.Joins)
        {
            if (!isMeant(join.Handle))
                continue;
            if (isPlaced)
                Waits.Add(new ThreadWait(place ?? join.Syntax, IsWhole: place is not null || join.Loop is not null || join.IsWhole, join.MayGiveUp) { LeavesOut = join.LeavesOut, Handle = join.Handle, Loop = place is null ? join.Loop : null });
            else
                IsLost = true;
        }

        foreach (var wait in inner.Waits)
        {
            if (isMeant(wait.Signal))
                Waits.Add(new ThreadWait(place ?? wait.Syntax, IsWhole: true, MayGiveUp: false));
        }

        foreach (var start in inner.Starts)
        {
            if (!isMeant(start.Handle))
                continue;
            if (isPlaced)
                Starts.Add(place ?? start.Syntax);
            else
                IsLost = true;
        }

        IsBackground |= inner.Backgrounds.Any(background => isMeant(background.Handle));
        IsLost |= inner.Aliases.Any(alias => isMeant(alias.Path) && (alias.Also.Escapes || alias.Also.Returned));
        foreach (var pass in inner.Passes)
        {
            if (isMeant(pass.Handle))
                Follow(pass, place ?? pass.Syntax, depth);
        }
    }

    /// <summary>What a method of the program does with the thread that it is given.</summary>
    private void Follow(HandlePass pass, SyntaxNode place, int depth)
    {
        if (depth == 0 || _reader.FrameOf(pass.Target, _cancellation) is not { } callee || callee.Method is not { } method)
        {
            IsLost = true;
            return;
        }

        // What a method does with a `T` or an `object` does not show there.
        var parameter = method.Parameters.FirstOrDefault(one => one.Ordinal == pass.Ordinal);
        IsLost |= !HandleFlow.IsHandle(parameter?.Type);
        bool IsParameter(MemoryPath path) => path.Root == PathRoot.Parameter && SymbolEqualityComparer.Default.Equals(path.Variable, parameter);

        var inside = new ThreadHandling(_reader, _cancellation);
        inside.Read(callee, callee, IsParameter, depth - 1);
        IsLost |= inside.IsLost || callee.Aliases.Any(alias => IsParameter(alias.Path) && !alias.Also.Paths.IsEmpty)
            || callee.Body.Frames.Any(inner => inner != callee && callee.Contains(inner) && Mentions(inner, IsParameter));
        IsBackground |= inside.IsBackground;
        if (inside.Waits.Count > 0)
            Waits.Add(new ThreadWait(place, IsWhole: true, inside.Waits.All(static wait => wait.MayGiveUp)) { Handle = pass.Handle });
        if (inside.Starts.Count > 0)
            Starts.Add(place);
    }

    private static bool Mentions(Frame frame, Func<MemoryPath, bool> isMeant) =>
        frame.Joins.Any(join => isMeant(join.Handle)) || frame.Aliases.Any(alias => isMeant(alias.Path)) || frame.Passes.Any(pass => isMeant(pass.Handle));

    private static SyntaxNode? PlaceIn(Frame outer, Frame inner)
    {
        if (Lifetimes.PlaceOf(inner, outer) is { } place)
            return place;

        SyntaxNode? called = null;
        foreach (var call in outer.Calls)
        {
            if (SymbolEqualityComparer.Default.Equals(call.Target, inner.Method))
                called = call.Syntax;
        }

        return called;
    }
}
