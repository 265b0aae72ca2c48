using System;

namespace ConcurrencyAnalyzers.Annotations;

/// <summary>Says which thread enters the method or calls the delegate, where the analyzers cannot see it:
/// a callback of a framework, a native library, a plug-in.</summary>
/// <example><code>
/// [RunsOn(ThreadKind.Pool, Concurrently = true)]
/// public void OnMessage(Message message) …
/// </code></example>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class RunsOnAttribute : Attribute
{
    /// <summary>Names the thread.</summary>
    /// <param name="thread">The kind of thread that enters here.</param>
    public RunsOnAttribute(ThreadKind thread) => Thread = thread;

    /// <summary>The kind of thread that enters here.</summary>
    public ThreadKind Thread { get; }

    /// <summary>Whether two such threads can be inside at once. Default: false, one after the other.</summary>
    public bool Concurrently { get; set; }
}
