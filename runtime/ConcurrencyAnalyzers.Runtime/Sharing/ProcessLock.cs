using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A lock that one call at a time holds, in whichever process it runs.</summary>
/// <remarks>
/// <code>
/// using var counting = new ProcessLock();
/// await pool.SubmitAsync(Count, counting, path);
/// // in Count: await using (await counting.AcquireAsync()) { … }
/// </code>
/// <para><b>Fair</b>: granted in the order of asking. Not re-entrant: who holds it and asks again waits for itself.</para>
/// <para><b>Death.</b> When the process of a holder ends, the next one gets the lock, with <see cref="LockLease.IsAbandoned"/> set.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Lock</c>, which anybody can release and which stays locked for ever when its holder dies. A
/// named <see cref="Mutex"/> belongs to a thread and cannot be awaited.</para>
/// </remarks>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Shown,nq}")]
public sealed class ProcessLock : SharedObject
{
    private static readonly byte[] s_one = BitConverter.GetBytes(1);

    /// <summary>Creates a lock that nobody holds.</summary>
    public ProcessLock() : base(new LeaseState(1))
    {
    }

    internal ProcessLock(FrameReader reader) : base(reader)
    {
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Holds the lock until it is disposed.</returns>
    /// <exception cref="ObjectDisposedException">The process that made the lock has disposed it.</exception>
    /// <exception cref="IOException">The process that made the lock is gone.</exception>
    public async ValueTask<LockLease> AcquireAsync(CancellationToken cancellationToken = default) =>
        new(this, await AskAsync(SharingOp.Acquire, s_one, cancellationToken).ConfigureAwait(false));

    /// <summary>Blocks until it has the lock.</summary>
    /// <inheritdoc cref="AcquireAsync"/>
    public LockLease Acquire(CancellationToken cancellationToken = default) => AcquireAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
}
