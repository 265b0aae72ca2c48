using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A number of places that calls in all processes share: never are more taken than there are.</summary>
/// <remarks>
/// <para><b>Fair</b>: a request for many places is not overtaken by later ones for few.</para>
/// <para><b>Death.</b> When the process of a holder ends, its places are free.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.BoundedSemaphore</c>. Places are given back by whoever has them, and by nobody else.</para>
/// </remarks>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Places} places, {Shown,nq}")]
public sealed class ProcessSemaphore : SharedObject
{
    /// <summary>Creates a semaphore whose places are all free.</summary>
    /// <param name="places">How many there are, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="places"/> is less than 1.</exception>
    public ProcessSemaphore(int places) : base(new LeaseState(FromOne(places, nameof(places))))
    {
        Places = places;
    }

    internal ProcessSemaphore(FrameReader reader) : base(reader) => Places = reader.Read<int>();

    /// <summary>How many places there are, free or taken.</summary>
    public int Places { get; }

    /// <summary>Waits for places.</summary>
    /// <param name="places">How many, 1 to <see cref="Places"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Holds the places until it is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are never so many places.</exception>
    /// <exception cref="ObjectDisposedException">The process that made the semaphore has disposed it.</exception>
    /// <exception cref="IOException">The process that made the semaphore is gone.</exception>
    public async ValueTask<LockLease> AcquireAsync(int places = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(places, Places);
        return new(this, await AskAsync(SharingOp.Acquire, BitConverter.GetBytes(places), cancellationToken).ConfigureAwait(false));
    }

    internal override void Write(FrameWriter writer)
    {
        base.Write(writer);
        writer.Write(Places);
    }
}
