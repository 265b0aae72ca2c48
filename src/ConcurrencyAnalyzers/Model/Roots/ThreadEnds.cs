using ConcurrencyAnalyzers.Model.Calls;
using ConcurrencyAnalyzers.Model.Facts;
using ConcurrencyAnalyzers.Model.Flow;
using ConcurrencyAnalyzers.Model.Ownership;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Who waits for a thread that somebody starts: in the frame that makes it, on every way out, or anybody through a field.</summary>
/// <remarks>
/// Errs towards silence: a handle that unknown code has may be joined there; a join under a condition is taken to be meant where the condition
/// may be that of the start; an exception counts only where the source shows it.
/// </remarks>
internal sealed class ThreadEnds(BodyReader reader, ThreadOwners owners, RestartedThreads restarts, ThreadSignals signals)
{
    /// <summary>The threads that are made in <paramref name="tree"/>, in order of position.</summary>
    public IEnumerable<ThreadSite> ThreadsIn(SyntaxTree tree, CancellationToken cancellation) =>
        TreeIndex.Of(tree, cancellation).MakingThreads()
            .SelectMany(member => reader.FactsOf(member.Node, cancellation))
            .SelectMany(static body => body.Frames)
            .SelectMany(static frame => frame.Threads);

    /// <summary>Whether somebody waits for <paramref name="thread"/> on every way after its start.</summary>
    public ThreadAnswer EndOf(ThreadSite thread, CancellationToken cancellation)
    {
        thread = QueriedThreads.Lift(thread, reader, cancellation) ?? thread;
        if (thread.IsBackground)
            return ThreadAnswer.Ended;

        var gap = FindGap(thread, cancellation);
        if (!gap.Proves(out var unjoined) || !signals.TellsItsEnd(thread, cancellation))
            return gap;
        return signals.WaitsOnlyIn(thread, cancellation) is { Count: > 0 } waits && reader.GraphOf(thread.Frame, cancellation) is { } graph
            ? new JoinPaths(thread, unjoined.Variable, graph, reader, cancellation).GapBeforeSignal(unjoined.Start, waits)
            : ThreadAnswer.Ended;
    }

    private ThreadAnswer FindGap(ThreadSite thread, CancellationToken cancellation)
    {
        var frame = thread.Frame;
        if (thread.PassedOn is { } pass)
        {
            var inside = ThreadHandling.Of(pass, reader, cancellation);
            return inside is { IsLost: false, IsBackground: false, Waits.Count: 0, Starts.Count: > 0 }
                ? Gap(thread, JoinGap.Dropped, inside.Starts[0], "")
                : ThreadAnswer.Unknown;
        }

        var handle = Lifetimes.Everywhere(thread.Handle, frame);
        if (handle.Paths.IsEmpty)
        {
            var started = thread.Handle.Started ?? new WalkedThreads(reader, cancellation).StartOf(thread);
            return started is null ? ThreadAnswer.Unknown : Gap(thread, JoinGap.Dropped, started, "");
        }

        if (handle.Escapes || handle.Returned)
            return ThreadAnswer.Unknown;

        // The frame's own names, and those under which other code finds it as well.
        var members = new List<ISymbol>();
        foreach (var path in handle.Paths)
        {
            if (MemberOf(path) is { } member)
                members.Add(member);
            else if (path.Root != PathRoot.Local)
                return ThreadAnswer.Unknown;
        }

        bool IsMeant(MemoryPath path) => handle.Paths.Any(one => one.IsPartOf(path) || path.IsPartOf(one));

        // A local of a frame further out: what that one does, in any order, is looked at as a whole.
        var isOwn = handle.Paths.All(path => path.Root != PathRoot.Local || Confinement.Declares(frame, path.Variable!));
        var handling = ThreadHandling.In(isOwn ? frame : frame.Body.Root, IsMeant, reader, cancellation);
        if (handling.IsBackground)
            return ThreadAnswer.Ended;
        if (handling.IsLost)
            return ThreadAnswer.Unknown;

        var name = NameOf(thread.Handle.Paths[0]);
        var waits = handling.Waits.Where(static wait => !wait.MayGiveUp).ToList();
        var elsewhere = members.Count == 0 ? MemberEnd.None : owners.EndOf(members, SingleJoins.IsOneOfMany(thread), cancellation);
        if (elsewhere.IsUnknown)
            return ThreadAnswer.Unknown;

        var start = handling.Starts.FirstOrDefault(one => one.SpanStart >= thread.Syntax.Span.End) ?? handling.Starts.FirstOrDefault() ?? elsewhere.Start ?? thread.Handle.Started;
        if (start is null)
            return ThreadAnswer.Ended;

        var graph = isOwn && (waits.Count > 0 || elsewhere.IsJoined) ? reader.GraphOf(frame, cancellation) : null;
        var inVain = graph is null ? null : TakeOutEmptied(waits, start, frame, graph);
        if (waits.Count > 0 || elsewhere.IsJoined)
        {
            var here = graph is null ? ThreadAnswer.Ended
                : new JoinPaths(thread, name, graph, reader, cancellation).GapAfter(start, handling.Starts, waits, elsewhere.IsJoined);
            return here == ThreadAnswer.Ended && members.Count == 1 && restarts.CallAgain(thread, start, cancellation) is { } again
                ? ThreadAnswer.Of(new UnjoinedThread(thread, JoinGap.Restarted, start) { Variable = name, Exit = again })
                : here;
        }

        if (inVain is null && handling.Waits.Find(static wait => wait.MayGiveUp) is { } timed)
            inVain = new VainJoin(JoinGap.TimedOut, timed.Syntax, Cause: null);
        inVain ??= elsewhere.InVain;
        return inVain is null
            ? Gap(thread, JoinGap.NeverJoined, start, name)
            : ThreadAnswer.Of(new UnjoinedThread(thread, inVain.Gap, start) { Variable = name, Exit = inVain.Cause, Join = inVain.Join });
    }

    private static VainJoin? TakeOutEmptied(List<ThreadWait> waits, SyntaxNode start, Frame frame, FlowGraph graph)
    {
        if (frame.Emptied.Count == 0 || graph.PositionOf(start) is not { } begin)
            return null;

        VainJoin? inVain = null;
        foreach (var wait in waits.ToList())
        {
            if (EmptiedCollections.Before(wait, begin, frame, graph) is not { } emptied)
                continue;
            waits.Remove(wait);
            inVain ??= new VainJoin(JoinGap.Emptied, wait.Syntax, emptied);
        }

        return inVain;
    }

    private static ThreadAnswer Gap(ThreadSite thread, JoinGap gap, SyntaxNode start, string name) =>
        ThreadAnswer.Of(new UnjoinedThread(thread, gap, start) { Variable = name, IsEndOfProgram = EndOfProgram.Follows(thread.Frame, start) });

    /// <summary>The field or property of this program by which other members find the thread.</summary>
    private static ISymbol? MemberOf(MemoryPath path)
    {
        for (var i = path.Steps.Length - 1; i >= 0; i--)
        {
            if (path.Steps[i].Symbol is { } symbol)
                return symbol;
        }

        return null;
    }

    private static string NameOf(MemoryPath path)
    {
        var text = path.ToString();
        var bracket = text.IndexOf('[');
        return bracket < 0 ? text : text.Substring(0, bracket);
    }
}
