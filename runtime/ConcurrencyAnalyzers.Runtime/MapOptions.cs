namespace ConcurrencyAnalyzers.Runtime;

/// <summary>How <c>MapAsync</c> spreads a sequence over workers.</summary>
/// <remarks><b>Source.</b> Python's <c>chunksize</c> and <c>buffersize</c> of <c>Executor.map</c>, and <c>imap_unordered</c> of
/// <c>multiprocessing.Pool</c>. There a chunk is one element unless somebody says otherwise.</remarks>
public sealed record MapOptions
{
    /// <summary>Elements that travel together, from 1. Each has its own result and its own exception all the same. Default: 0, as many as make
    /// about a millisecond of work, measured while it runs, so that short functions do not pay a trip each.</summary>
    public int ChunkSize { get; init; }

    /// <summary>Most elements taken from the source and not yet yielded, from 1. Default: 0, two chunks for each worker.</summary>
    public int BufferSize { get; init; }

    /// <summary>Whether results come in the order of the source. Default: true. If false, they come as they are ready.</summary>
    public bool Ordered { get; init; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ChunkSize);
        ArgumentOutOfRangeException.ThrowIfNegative(BufferSize);
    }
}
