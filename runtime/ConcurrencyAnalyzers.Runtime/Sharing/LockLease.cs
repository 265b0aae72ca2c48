using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a <see cref="ProcessLock"/> or <see cref="ProcessSemaphore"/> has granted, until it is disposed. The end of the process gives it
/// back too.</summary>
/// <remarks><b>Source.</b> Python's <c>with lock:</c>. There the lock itself is released, by anybody, and twice if somebody errs.</remarks>
[ThreadSafe]
public sealed class LockLease : IDisposable, IAsyncDisposable
{
    private readonly SharedObject _source;
    private readonly long _request;

    // 1 once it was given back. Changed by Interlocked alone.
    private int _isReleased;

    internal LockLease(SharedObject source, SharingAnswer answer)
    {
        _source = source;
        _request = answer.Request;
        IsAbandoned = answer.Body[0] == 1;
    }

    /// <summary>Whether the holder before has died: what the lock protects may be half changed.</summary>
    public bool IsAbandoned { get; }

    /// <summary>Gives it back, once; does not wait for whoever comes next.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            _source.Release(_request);
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
