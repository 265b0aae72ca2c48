using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The caller holds the named lock when the method returns. A method that returns <see cref="bool"/> holds it only after true.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AcquiresAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="lockName">A field or property in scope of the method, or <c>this</c>.</param>
    public AcquiresAttribute(string lockName) => LockName = lockName;

    /// <summary>The lock, as it would be written inside <c>lock (…)</c> in the declaring type.</summary>
    public string LockName { get; }
}
