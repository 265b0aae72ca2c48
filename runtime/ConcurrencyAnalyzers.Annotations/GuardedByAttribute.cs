using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>Every access to the member holds the named lock. The analyzers report each one that does not.</summary>
/// <remarks>
/// <para>On a method: callers hold the lock, and so does the whole body. Constructors are exempt while the object is not shared.</para>
/// <para><b>Source.</b> <c>@GuardedBy</c> of Java Concurrency in Practice, as checked by Error Prone and by RacerD.</para>
/// </remarks>
/// <example><code>
/// private readonly object _gate = new object();
/// [GuardedBy(nameof(_gate))] private int _visitors;
/// </code></example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event | AttributeTargets.Method)]
public sealed class GuardedByAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="lockName">
    /// A field or property in scope of the member, by <c>nameof</c> where the language allows it: <c>_gate</c>, <c>s_gate</c>, <c>Owner.Gate</c>,
    /// or <c>this</c>.
    /// </param>
    public GuardedByAttribute(string lockName) => LockName = lockName;

    /// <summary>The lock, as it would be written inside <c>lock (…)</c> in the declaring type.</summary>
    public string LockName { get; }
}
