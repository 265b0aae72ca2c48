using ConcurrencyAnalyzers.Model.Facts;

namespace ConcurrencyAnalyzers.Model.Roots;

/// <summary>Why a thread may outlive whoever should have waited for it.</summary>
internal enum JoinGap
{
    /// <summary>Started on the spot; no variable ever held it.</summary>
    Dropped,

    /// <summary>A variable holds it, and nothing waits.</summary>
    NeverJoined,

    /// <summary>The next round of the loop replaces it.</summary>
    Overwritten,

    /// <summary>Another thread takes its place in the variable.</summary>
    Replaced,

    /// <summary>Of all that the loop started only one is waited for.</summary>
    OneOfMany,

    /// <summary>Of all that the loop started some are waited for.</summary>
    SomeOfMany,

    /// <summary>A way out of the frame passes no join.</summary>
    Left,

    /// <summary>A way out of the frame passes no wait for the signal that it gives last.</summary>
    Unheard,

    /// <summary>What is thrown after the start passes no join.</summary>
    Thrown,

    /// <summary>The join has a time limit and its result is not used.</summary>
    TimedOut,

    /// <summary>The collection that the join looks into was emptied before.</summary>
    Emptied,

    /// <summary>The join stands in a method that nothing calls.</summary>
    Uncalled,

    /// <summary>The method that starts it runs again and replaces it.</summary>
    Restarted,
}

/// <summary>A started thread for which somebody should wait and, at least on one way, nobody does.</summary>
internal sealed class UnjoinedThread(ThreadSite thread, JoinGap gap, SyntaxNode start)
{
    public ThreadSite Thread { get; } = thread;

    public JoinGap Gap { get; } = gap;

    /// <summary>Where it is started.</summary>
    public SyntaxNode Start { get; } = start;

    /// <summary>What holds it, as one would write it; empty where nothing does.</summary>
    public string Variable { get; init; } = "";

    /// <summary>What leaves before the join: a return, a throw, a call that throws.</summary>
    public SyntaxNode? Exit { get; init; }

    /// <summary>The join that is skipped or is not enough.</summary>
    public SyntaxNode? Join { get; init; }

    /// <summary><c>Main</c> does nothing more after the start: the runtime waits for the thread before the process ends.</summary>
    public bool IsEndOfProgram { get; init; }

    public string Work => Thread.WorkText;

    public Location Location => Thread.Syntax.GetLocation();

    /// <summary>The start, what leaves, and the join.</summary>
    public IEnumerable<Location> OtherPlaces =>
        new[] { Thread.Syntax.Span.Contains(Start.Span) || Start.Span.Contains(Thread.Syntax.Span) ? null : Start, Exit, Join }
            .OfType<SyntaxNode>().Select(static node => node.GetLocation());

    /// <summary>The evidence for machines.</summary>
    public ImmutableDictionary<string, string?> Properties => ImmutableDictionary<string, string?>.Empty
        .Add("thread", Variable)
        .Add("work", Work)
        .Add("gap", Gap.ToString());

    /// <summary>The variable, where it is started, and the way on which nobody waits, as a message says it.</summary>
    public string Witness => $"{(Variable.Length == 0 ? "it" : $"'{Variable}'")} is started in line {Places.LineOf(Start)} and {Reason}";

    private string Reason => Gap switch
    {
        _ when IsEndOfProgram => "'Main' ends without it, so that only the runtime waits",
        JoinGap.Dropped => "no variable keeps it, so that nobody can wait for it",
        JoinGap.Overwritten => "replaced in the next round of the loop before anything waited for it",
        JoinGap.Replaced => $"replaced in line {Places.LineOf(Exit!)} before anything waited for it",
        JoinGap.SomeOfMany => $"the join in line {Places.LineOf(Join!)} leaves out some of the threads that the loop starts",
        JoinGap.Unheard => $"the way out in line {Places.LineOf(Exit!)} skips the wait for its signal in line {Places.LineOf(Join!)}",
        JoinGap.OneOfMany => $"the join in line {Places.LineOf(Join!)} waits for one of the threads that the loop starts",
        JoinGap.Left when Exit is not null => $"the way out in line {Places.LineOf(Exit)} skips the join in line {Places.LineOf(Join!)}",
        JoinGap.Left => $"one way out skips the join in line {Places.LineOf(Join!)}",
        JoinGap.Thrown => $"an exception from line {Places.LineOf(Exit!)} skips the join in line {Places.LineOf(Join!)}",
        JoinGap.Emptied => $"the collection is emptied in line {Places.LineOf(Exit!)} before the join in line {Places.LineOf(Join!)}",
        JoinGap.Uncalled => $"the join in line {Places.LineOf(Join!)} stands in a method that nothing calls",
        JoinGap.Restarted => $"replaced when line {Places.LineOf(Exit!)} starts the next before anything waited for it",
        JoinGap.TimedOut => $"the join in line {Places.LineOf(Join!)} may give up, and its result is not used",
        _ => "nothing waits for it",
    };
}

/// <summary>What the model knows about the end of a thread. Only <see cref="Proves"/> leads to a warning.</summary>
internal sealed class ThreadAnswer
{
    /// <summary>Somebody waits for it, or it was said that nobody needs to.</summary>
    public static readonly ThreadAnswer Ended = new(null, UnknownCause.None);

    /// <summary>It is in the hands of code that is not followed.</summary>
    public static readonly ThreadAnswer Unknown = new(null, UnknownCause.UnknownJoin);

    private readonly UnjoinedThread? _thread;

    private ThreadAnswer(UnjoinedThread? thread, UnknownCause cause) => (_thread, Cause) = (thread, cause);

    /// <summary>Why nothing is known, where nothing is.</summary>
    public UnknownCause Cause { get; }

    public static ThreadAnswer Of(UnjoinedThread thread) => new(thread, UnknownCause.None);

    public bool Proves([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out UnjoinedThread? thread)
    {
        thread = _thread;
        return thread is not null;
    }
}
