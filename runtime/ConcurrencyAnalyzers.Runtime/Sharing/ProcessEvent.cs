using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A flag for all processes: who waits for it goes on when it is set, and it stays set until somebody resets it.</summary>
/// <remarks><b>Source.</b> Python's <c>multiprocessing.Event</c>; <see cref="ManualResetEventSlim"/> inside one process.</remarks>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Shown,nq}")]
public sealed class ProcessEvent : SharedObject
{
    /// <summary>Creates an event.</summary>
    /// <param name="isSet">Whether it is set from the start.</param>
    public ProcessEvent(bool isSet = false) : base(new EventState(isSet))
    {
    }

    internal ProcessEvent(FrameReader reader) : base(reader)
    {
    }

    /// <summary>Sets the event: all who wait go on. Returns at once; what this process asks afterwards sees it.</summary>
    public void Set() => Tell(SharingOp.Set);

    /// <summary>Resets the event. Returns at once; what this process asks afterwards sees it.</summary>
    public void Reset() => Tell(SharingOp.Reset);

    /// <summary>Whether the event is set: news that may be old when it arrives.</summary>
    public async ValueTask<bool> IsSetAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync(SharingOp.IsSet, default, cancellationToken).ConfigureAwait(false)).Body[0] == 1;

    /// <summary>Waits until the event is set.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ObjectDisposedException">The process that made the event has disposed it.</exception>
    /// <exception cref="IOException">The process that made the event is gone.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default) =>
        await AskAsync(SharingOp.Wait, default, cancellationToken).ConfigureAwait(false);
}
