using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>One thread alone touches the member or the objects of the type. Accesses from any other are reported; accesses from this one need no
/// lock.</summary>
/// <example><code>[Confined(ThreadKind.UI)] private int _clicks;</code></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method)]
public sealed class ConfinedAttribute : Attribute
{
    /// <summary>Names the thread.</summary>
    /// <param name="thread">
    /// A kind of which there is one at a time: <see cref="ThreadKind.Main"/>, <see cref="ThreadKind.UI"/>, or the <see
    /// cref="ThreadKind.Dedicated"/> thread of the object.
    /// </param>
    public ConfinedAttribute(ThreadKind thread) => Thread = thread;

    /// <summary>The thread that may touch it.</summary>
    public ThreadKind Thread { get; }
}
