using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>The caller holds the named lock when it calls the method, and no longer when it returns.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ReleasesAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="lockName">A field or property in scope of the method, or <c>this</c>.</param>
    public ReleasesAttribute(string lockName) => LockName = lockName;

    /// <summary>The lock, as it would be written inside <c>lock (…)</c> in the declaring type.</summary>
    public string LockName { get; }
}
