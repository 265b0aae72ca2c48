namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The threads that <see cref="ConfinedAttribute"/> and <see cref="RunsOnAttribute"/> speak of.</summary>
public enum ThreadKind
{
    /// <summary>The thread that runs <c>Main</c> until it returns.</summary>
    Main,

    /// <summary>The one thread of a user interface, to which its controls belong.</summary>
    UI,

    /// <summary>Any thread of the shared pool: <c>Task.Run</c>, continuations, I/O completions.</summary>
    Pool,

    /// <summary>A thread created for this work: <c>new Thread</c>, <c>LongRunning</c>, an executor's own threads.</summary>
    Dedicated,

    /// <summary>The callback of a timer. Ticks of one timer overlap when a callback takes longer than the period.</summary>
    Timer,

    /// <summary>A thread that serves a request. Many requests are served at once.</summary>
    Request,
}
