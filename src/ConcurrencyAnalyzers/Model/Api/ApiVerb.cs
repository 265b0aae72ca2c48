namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>What a member does, as far as concurrency is concerned. The words of the tables are these names in lower case.</summary>
internal enum ApiVerb
{
    /// <summary>Runs a delegate on another thread, see <see cref="ApiPlace"/>.</summary>
    Spawns,

    /// <summary>Starts the work that a handle was created with (<c>Thread.Start</c>).</summary>
    Starts,

    /// <summary>Returns only once the work behind a handle is over (<c>Thread.Join</c>, <c>Task.Wait</c>).</summary>
    Joins,

    /// <summary>Makes one handle of several: joining it joins all (<c>Task.WhenAll</c>).</summary>
    Combines,

    /// <summary>The first operand can be reached through the second: the same handle, a view or a copy of its elements.</summary>
    Passes,

    /// <summary>The first operand becomes an element of the second.</summary>
    Adds,

    /// <summary>Invokes a delegate without another thread; <see cref="ApiTime"/> says when.</summary>
    Calls,

    Acquires,
    Releases,

    /// <summary>Reads the content of a container, or of what a <c>ref</c> argument names.</summary>
    Reads,

    /// <summary>Changes the content of a container, or of what a <c>ref</c> argument names.</summary>
    Writes,

    /// <summary>Reads and writes in one call.</summary>
    Updates,

    /// <summary>Returns only once another thread has signalled.</summary>
    Waits,

    /// <summary>Lets those go on that wait.</summary>
    Signals,

    /// <summary>An event: where its handlers run.</summary>
    Raises,

    /// <summary>A member that frameworks call: where its overrides and implementations run.</summary>
    Runs,

    /// <summary>A type whose public instance methods a framework calls: where those of its derived classes run.</summary>
    Serves,

    /// <summary>A type: what is true of its instances, see <see cref="ApiNature"/>.</summary>
    Is,

    /// <summary>A member: what is true of the object that it returns, whatever its type says.</summary>
    Gives,

    /// <summary>Keeps the processor busy in proportion to its operand; see <see cref="ApiFlags.Heavily"/> for how busy.</summary>
    Computes,

    /// <summary>Holds the thread until a device, the network or a clock is ready: the thread waits and computes nothing.</summary>
    Blocks,

    /// <summary>Gives what came in from outside or from other threads, asynchronously; a loop around it serves.</summary>
    Receives,

    /// <summary>Is true, or returns at all, only on the thread of the object: a window's, a dispatcher's.</summary>
    Confirms,

    /// <summary>Is true only on other threads than the object's.</summary>
    Denies,

    /// <summary>Tells a container of a service: of the first type that the call names, or of the object that it is given; see <see cref="ApiLifetime"/>.</summary>
    Registers,

    /// <summary>Names a type, and makes no object of it: who asks a container for a service gets the one that there is.</summary>
    Mentions,

    /// <summary>None of the above: takes back what a less exact line, or a built-in one, says.</summary>
    Nothing,
}

/// <summary>Where work runs.</summary>
internal enum ApiPlace
{
    None,

    /// <summary>A thread of its own.</summary>
    Thread,

    /// <summary>A thread of the pool.</summary>
    Pool,

    /// <summary>A thread of the pool, at each tick of a timer.</summary>
    Timer,

    /// <summary>Threads of the pool and the calling one, which share the work.</summary>
    Parallel,

    /// <summary>The one thread of the user interface.</summary>
    Ui,

    /// <summary>The synchronization context that was current when the object was made: the user interface where there is one, else the pool.</summary>
    Context,

    /// <summary>A thread that serves a request; other requests are served beside it.</summary>
    Request,

    /// <summary>Some thread that is not this one, nothing else is known.</summary>
    Any,
}

/// <summary>When a delegate is invoked or a container is touched.</summary>
internal enum ApiTime
{
    /// <summary>Before the member returns, on this thread.</summary>
    Now,

    /// <summary>When, and on the thread where, the result is enumerated.</summary>
    Deferred,

    /// <summary>Some time later, on the thread of whoever asks for the value or triggers it.</summary>
    Later,
}

/// <summary>How many objects a container makes of a service.</summary>
internal enum ApiLifetime
{
    None,

    /// <summary>One, for everybody.</summary>
    Singleton,

    /// <summary>One for each request.</summary>
    Scoped,

    /// <summary>One for each that asks.</summary>
    Transient,

    /// <summary>One, which the host runs beside the requests.</summary>
    Hosted,
}

/// <summary>How a lock is held.</summary>
internal enum ApiLockMode
{
    Exclusive,
    Read,
    Upgrade,
    Write,

    /// <summary>Released in whichever mode it is held.</summary>
    All,
}

/// <summary>The words behind a verb that stand alone.</summary>
[Flags]
internal enum ApiFlags
{
    None = 0,

    /// <summary>One call can run the delegate beside itself, or invoke it more than once.</summary>
    Many = 1 << 0,

    /// <summary>The spawned work is over when the member returns.</summary>
    Joined = 1 << 1,

    /// <summary>The delegates of one call run beside each other.</summary>
    Group = 1 << 2,

    /// <summary>The work does not run before the handle is started.</summary>
    AtStart = 1 << 3,

    /// <summary>At most one invocation in the life of the object, and others wait for it.</summary>
    Once = 1 << 4,

    /// <summary>Invoked outside of any lock of the container: two threads may run it at once and one result is dropped.</summary>
    Unlocked = 1 << 5,

    /// <summary>The lock is released when the result is disposed.</summary>
    Scope = 1 << 6,

    /// <summary>Happens only where the member returns true (or, awaited, gives true).</summary>
    IfTrue = 1 << 7,

    /// <summary>Has happened once the result has been awaited.</summary>
    WhenAwaited = 1 << 8,

    /// <summary>In one step: never torn, never interleaved with another atomic access.</summary>
    Atomically = 1 << 9,

    /// <summary>The framework makes a new object for each run, so that instance members are not shared between runs.</summary>
    Fresh = 1 << 10,

    /// <summary>The completion of I/O or the outside raises it: others wait for the thread.</summary>
    Io = 1 << 11,

    /// <summary>Somebody waits for it as far as its first await.</summary>
    Starting = 1 << 12,

    /// <summary>Costs so much for each part of its operand that one call is enough.</summary>
    Heavily = 1 << 13,

    /// <summary>Counts only where it is repeated.</summary>
    Slightly = 1 << 14,

    /// <summary>A regular expression: what it costs is for its pattern to say.</summary>
    Backtracking = 1 << 15,

    /// <summary>Asks a collection how much it holds, makes room for so much, and has it copied there: two steps.</summary>
    Counted = 1 << 16,
}

/// <summary>What is true of every instance of a type.</summary>
[Flags]
internal enum ApiNature
{
    None = 0,

    /// <summary>Protects what is done between acquiring and releasing it.</summary>
    Lock = 1 << 0,

    /// <summary>A lock that may admit several holders; only with one it excludes.</summary>
    Counting = 1 << 1,

    /// <summary>A lock that its holder may take again.</summary>
    Reentrant = 1 << 2,

    /// <summary>A lock that only the thread that took it may release; beside <see cref="Ui"/> an object whose members only its own thread or turn enters.</summary>
    Affine = 1 << 3,

    /// <summary>Every pair of its members may run at once.</summary>
    Safe = 1 << 4,

    /// <summary>No collection, and for one thread at a time: what one member reads another changes, and many change what they only seem to read.</summary>
    Unsafe = 1 << 5,

    /// <summary>Never changes after construction.</summary>
    Immutable = 1 << 6,

    /// <summary>Belongs to the thread of the user interface, or takes turns like one: what it awaits comes back there.</summary>
    Ui = 1 << 7,

    /// <summary>Stands for work that can be joined or awaited.</summary>
    Handle = 1 << 8,

    /// <summary>Wakes up waiters and excludes nobody.</summary>
    Signal = 1 << 9,

    /// <summary>Hands out what comes in from outside or from other threads.</summary>
    Feed = 1 << 10,

    /// <summary>Stands for the rest of a pipeline: a class whose constructor takes one serves by its <c>Invoke</c> or <c>InvokeAsync</c>.</summary>
    Pipeline = 1 << 11,

    /// <summary>A structure of several words, which no machine copies in one step. Reference assemblies do not show the fields of structures.</summary>
    Wide = 1 << 12,

    /// <summary>Has no state of its own: who uses it uses the object whose property it is.</summary>
    View = 1 << 13,

    /// <summary>Belongs to the request that it came with, and is over with it.</summary>
    Scoped = 1 << 14,

    /// <summary>Another one on each thread, or in each flow of control.</summary>
    Own = 1 << 15,
}
