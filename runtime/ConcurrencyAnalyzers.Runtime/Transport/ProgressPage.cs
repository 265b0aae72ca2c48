using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One number in memory that parent and worker share: the last call that the worker has started. It survives the worker. The parent's
/// side.</summary>
/// <remarks>
/// When a worker dies, several calls may be on their way to it. Which of them had started, and must fail, and which can go to another worker?
/// Saying so
/// on the socket would cost a message for each call; here it costs a store.
/// </remarks>
[ThreadSafe]
internal sealed unsafe class ProgressPage : IDisposable
{
    private readonly SharedSegment _memory = SharedSegment.Create(sizeof(long));

    /// <summary>Where the worker finds it.</summary>
    internal string Path => _memory.Path;

    internal long Started => Volatile.Read(ref *(long*)_memory.Data);

    public void Dispose() => _memory.Dispose();
}
