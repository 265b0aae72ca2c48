using ConcurrencyAnalyzers.Model.Api;
using ConcurrencyAnalyzers.Model.Paths;

namespace ConcurrencyAnalyzers.Model.Facts;

/// <summary>A place in a frame where something happens.</summary>
internal abstract class Site(Frame frame, SyntaxNode syntax, LockSet locks)
{
    public Frame Frame { get; } = frame;

    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>What the frame itself holds here; its callers may hold more.</summary>
    public LockSet Locks { get; private set; } = locks;

    /// <summary>Set once, when the flow of <c>Enter</c> and <c>Exit</c> calls is known, before the summary is published.</summary>
    internal void AlsoHolds(LockSet more) => Locks = Locks.With(more);
}

/// <summary>A call of a method whose source is in the compilation, an accessor or constructor included.</summary>
internal sealed class CallSite(Frame frame, SyntaxNode syntax, LockSet locks, IMethodSymbol target, MemoryPath receiver, ImmutableArray<Argument> arguments)
    : Site(frame, syntax, locks)
{
    /// <summary>Original definition of what the source names; a virtual one may run an override.</summary>
    public IMethodSymbol Target { get; } = target;

    /// <summary>The target with the type arguments that the source gives it.</summary>
    public IMethodSymbol Constructed { get; init; } = target;

    public MemoryPath Receiver { get; } = receiver;

    public ImmutableArray<Argument> Arguments { get; } = arguments;

    /// <summary>The call that the end of a <c>using</c> makes.</summary>
    public bool IsDisposal { get; init; }

    /// <summary><c>base.Load()</c>: runs what it names, and no override of it.</summary>
    public bool IsOfBase { get; init; }

    /// <summary>Where the returned task or thread goes.</summary>
    public Handle Result { get; init; } = Handle.None;

    /// <summary>What becomes of the sequence that it returns; null where it returns none.</summary>
    public List<DelegateUse>? Walks { get; init; }

    public Argument? ArgumentFor(int ordinal)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Ordinal == ordinal)
                return argument;
        }

        return null;
    }
}

/// <summary>What a call passes for one parameter.</summary>
internal sealed class Argument(int ordinal, MemoryPath path, ElementIndex index)
{
    public int Ordinal { get; } = ordinal;

    public MemoryPath Path { get; } = path;

    /// <summary>The argument seen as an index, for callees that index with it.</summary>
    public ElementIndex Index { get; } = index;

    /// <summary>The memory that is passed by reference.</summary>
    public Memory? ByReference { get; init; }
}

/// <summary>What happens to a delegate at the place where it is made or named.</summary>
internal enum DelegateFate
{
    /// <summary>Invoked here, before the expression is over.</summary>
    Called,

    /// <summary>Runs on another thread.</summary>
    Spawned,

    /// <summary>Passed to a method in the compilation: what that does with its parameter decides.</summary>
    Passed,

    /// <summary>Runs on the thread of the user interface, one handler after the other.</summary>
    OnUi,

    /// <summary>Kept in a field, property or event of the compilation: who runs what is kept there decides.</summary>
    Kept,

    /// <summary>The sequence that runs it is what the frame returns: who walks over that decides.</summary>
    Returned,

    /// <summary>Stored elsewhere, returned, passed to unknown code: nobody knows when and where it runs.</summary>
    Unknown,
}

/// <summary>A delegate is made here from a lambda, local function, method or parameter, and this becomes of it.</summary>
internal sealed class DelegateUse(Frame frame, SyntaxNode syntax, LockSet locks, DelegateSource source, DelegateFate fate) : Site(frame, syntax, locks)
{
    public DelegateSource Source { get; } = source;

    public DelegateFate Fate { get; } = fate;

    /// <summary>The place may run it more than once, for <see cref="DelegateFate.Spawned"/> also beside itself.</summary>
    public bool Many { get; init; }

    /// <summary>Runs when the sequence that the call returns is walked over.</summary>
    public bool Deferred { get; init; }

    /// <summary>What it returns is a task that the caller awaits before it runs it again: <c>orders.Where(async order =&gt; …)</c> over an asynchronous sequence.</summary>
    public bool OneByOne { get; init; }

    /// <summary>The numbers that the rounds are given, where they are counted.</summary>
    public NumberedRounds? Numbers { get; init; }

    /// <summary>Over when the call returns.</summary>
    public bool Joined { get; init; }

    /// <summary>Delegates of one call that run beside each other share this.</summary>
    public SyntaxNode? Group { get; init; }

    /// <summary>What can wait for the work: the task or thread, and for deferred calls what is made of the results.</summary>
    public Handle Handle { get; init; } = Handle.None;

    /// <summary>The thread or task exists from <see cref="Site.Syntax"/> on and runs from its start on.</summary>
    public bool AtStart { get; init; }

    /// <summary>The call says that the work begins some time after it.</summary>
    public bool IsDelayed { get; init; }

    public ApiPlace Place { get; init; }

    /// <summary>The completion of I/O calls it, see <see cref="ApiFlags.Io"/>.</summary>
    public bool IsIo { get; init; }

    /// <summary>The property of the raising object that, where it is set, takes the handler to the thread of a window.</summary>
    public string? UiIfSet { get; init; }

    /// <summary>What the delegate gets as its argument, where the call passes it on.</summary>
    public MemoryPath Given { get; init; } = MemoryPath.Unknown;

    /// <summary>The work begins when the work behind this expression is over.</summary>
    public SyntaxNode? After { get; init; }

    /// <summary>The same, where that expression is a variable.</summary>
    public MemoryPath AfterHandle { get; init; } = MemoryPath.Unknown;

    /// <summary>How the source says it: <c>Task.Run</c>, <c>new Thread</c>, <c>Parallel.For</c>.</summary>
    public string How { get; init; } = "";

    /// <summary>For <see cref="DelegateFate.Passed"/>.</summary>
    public IMethodSymbol? PassedTo { get; init; }

    public int PassedAs { get; init; }

    /// <summary>The call that passes it.</summary>
    public SyntaxNode? PassedIn { get; init; }

    /// <summary>For <see cref="DelegateFate.Kept"/>: the field, auto-property or event; original definition.</summary>
    public ISymbol? KeptIn { get; init; }

    /// <summary>The object whose field or event it is, also an event of the framework; Unknown for a static one.</summary>
    public MemoryPath KeptOn { get; init; } = MemoryPath.Unknown;
}

/// <summary>Where a delegate comes from.</summary>
internal sealed class DelegateSource(IMethodSymbol? method, IParameterSymbol? parameter, MemoryPath receiver)
{
    public static readonly DelegateSource Unknown = new(null, null, MemoryPath.Unknown);

    /// <summary>A lambda, local function or method; original definition.</summary>
    public IMethodSymbol? Method { get; } = method;

    /// <summary>The method with the type arguments that the source gives it.</summary>
    public IMethodSymbol? Constructed { get; init; } = method;

    /// <summary>A delegate that the frame itself was given.</summary>
    public IParameterSymbol? Parameter { get; } = parameter;

    /// <summary>What a field, auto-property or event of the compilation keeps; original definition.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The object whose method or member it is.</summary>
    public MemoryPath Receiver { get; } = receiver;

    public bool IsUnknown => Method is null && Parameter is null && Member is null;
}

/// <summary>A thread or task that was created before is started here.</summary>
internal sealed class StartSite(Frame frame, SyntaxNode syntax, MemoryPath handle, MemoryPath given) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Handle { get; } = handle;

    /// <summary>What the delegate gets as its argument.</summary>
    public MemoryPath Given { get; } = given;

    /// <summary>It returns once the work is over: <c>task.RunSynchronously()</c>.</summary>
    public bool IsOver { get; init; }

    /// <summary>Again and again: a timer gets a period.</summary>
    public bool Many { get; init; }
}

/// <summary>Past this place the work behind a handle is over.</summary>
internal sealed class JoinSite(Frame frame, SyntaxNode syntax, MemoryPath handle) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Handle { get; } = handle;

    /// <summary>The loop that joins every element of a collection: past it all are over, also when the graph has a way around its body.</summary>
    public SyntaxNode? Loop { get; init; }

    /// <summary>The test of the handle itself that the join stands behind, <c>if (_loop is not null)</c>: where it fails nothing runs.</summary>
    public SyntaxNode? Test { get; init; }

    /// <summary>At the end of a <c>using</c> whose resource stands at the place.</summary>
    public bool IsDisposal { get; init; }

    /// <summary>By <c>await</c>: the frame is left meanwhile, so that its own caller runs on.</summary>
    public bool IsAwait { get; init; }

    /// <summary>It waits for each element of a collection: <c>Parallel.ForEach(threads, thread =&gt; thread.Join())</c>.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Its loop leaves out some elements, whatever they are: <c>foreach (var thread in threads.Skip(1))</c>.</summary>
    public bool LeavesOut { get; init; }

    /// <summary>It waits for a limited time, and nobody looks whether that was enough.</summary>
    public bool MayGiveUp { get; init; }
}

/// <summary>The frame waits for another thread's signal here; whose is not known.</summary>
internal sealed class WaitSite(Frame frame, SyntaxNode syntax, MemoryPath signal) : Site(frame, syntax, LockSet.Empty)
{
    /// <summary>The event, task source or channel that it waits for.</summary>
    public MemoryPath Signal { get; } = signal;
}

/// <summary>Another thread is told something here: an event is set, a task source completed.</summary>
internal sealed class SignalSite(Frame frame, SyntaxNode syntax, MemoryPath signal) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Signal { get; } = signal;
}

/// <summary>A thread of its own is made here; it runs from its start on.</summary>
internal sealed class ThreadSite(Frame frame, SyntaxNode syntax, Handle handle) : Site(frame, syntax, LockSet.Empty)
{
    public Handle Handle { get; } = handle;

    /// <summary>What it runs; null where that is known only at run time.</summary>
    public IMethodSymbol? Work { get; init; }

    /// <summary>What it runs, as the source says it.</summary>
    public string WorkText { get; init; } = "";

    /// <summary>It goes to a method of the compilation as it is made.</summary>
    public HandlePass? PassedOn { get; init; }

    /// <summary>Its creation says that the program need not wait for it.</summary>
    public bool IsBackground { get; init; }
}

/// <summary>A thread is told here whether the program has to wait for it.</summary>
internal sealed class BackgroundSite(Frame frame, SyntaxNode syntax, MemoryPath handle) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Handle { get; } = handle;
}

/// <summary>A collection of threads or tasks is cleared here, or an empty one takes its place.</summary>
internal sealed class EmptiedSite(Frame frame, SyntaxNode syntax, MemoryPath collection) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Collection { get; } = collection;
}

/// <summary>A task or thread, or a collection of them, is passed to a method of the compilation.</summary>
internal sealed class HandlePass(Frame frame, SyntaxNode syntax, MemoryPath handle, IMethodSymbol target, int ordinal) : Site(frame, syntax, LockSet.Empty)
{
    public MemoryPath Handle { get; } = handle;

    /// <summary>Original definition.</summary>
    public IMethodSymbol Target { get; } = target;

    public int Ordinal { get; } = ordinal;
}
