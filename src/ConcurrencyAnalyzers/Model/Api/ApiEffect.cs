namespace ConcurrencyAnalyzers.Model.Api;

/// <summary>A parameter (or, for an event, a property of its object) has this value: <c>many-unless period infinite</c>.</summary>
/// <param name="Name">Name of the parameter or property.</param>
/// <param name="Value"><c>infinite</c> (-1, <c>Timeout.Infinite</c>, <c>Timeout.InfiniteTimeSpan</c>), <c>true</c>, <c>false</c> or an integer.</param>
/// <param name="Ordinal">Position of the parameter, once the lookup has found it; -1 for a property.</param>
internal sealed record ApiCondition(string Name, string Value, int Ordinal = -1);

/// <summary>One thing that a member does: one clause of a table line.</summary>
internal sealed record ApiEffect(ApiVerb Verb)
{
    /// <summary>What is spawned, joined, passed, called, acquired, read …; none for <c>raises</c>, <c>runs</c>, <c>is</c>.</summary>
    public ApiOperand Target { get; init; }

    /// <summary>Behind <c>to</c>, <c>into</c> and <c>handle</c>: where the target goes, or the handle of the spawned work.</summary>
    public ApiOperand Other { get; init; }

    /// <summary>The spawned work begins when the work behind this handle is over.</summary>
    public ApiOperand After { get; init; }

    /// <summary>How long after the call the spawned work begins. With an infinite time it does not, before its handle is started.</summary>
    public ApiOperand DelayedBy { get; init; }

    /// <summary>The lock is held only where this <c>ref bool</c> argument was set.</summary>
    public ApiOperand IfSet { get; init; }

    /// <summary>Where spawned work, handlers or overrides run.</summary>
    public ApiPlace Place { get; init; }

    public ApiTime Time { get; init; }

    public ApiLockMode Mode { get; init; }

    /// <summary>How many objects there are of a service that is registered.</summary>
    public ApiLifetime Lifetime { get; init; }

    public ApiFlags Flags { get; init; }

    /// <summary>May run beside itself, except where this holds.</summary>
    public ApiCondition? ManyUnless { get; init; }

    /// <summary>Handlers run on the thread of the user interface where this property of the event's object is set.</summary>
    public string? UiIfSet { get; init; }

    public ApiNature Nature { get; init; }

    public bool Has(ApiFlags flag) => (Flags & flag) == flag;
}
