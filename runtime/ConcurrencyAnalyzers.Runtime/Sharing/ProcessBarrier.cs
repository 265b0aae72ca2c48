using System.Diagnostics;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A place where a number of calls meet, in whichever processes they run: nobody goes on before all have come.</summary>
/// <remarks>
/// <para>As many workers as participants are needed, or those who wait keep the others from starting.</para>
/// <para><b>Death.</b> A participant that dies while it waits breaks the barrier, and all get <see cref="BrokenBarrierException"/>. One that dies
/// before it comes is not known here: its call fails, and <see cref="Break"/> tells the others.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Barrier</c>, and <see cref="Barrier"/> inside one process.</para>
/// </remarks>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Participants} participants, {Shown,nq}")]
public sealed class ProcessBarrier : SharedObject
{
    /// <summary>Creates a barrier.</summary>
    /// <param name="participants">How many meet, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participants"/> is less than 1.</exception>
    public ProcessBarrier(int participants) : base(new BarrierState(FromOne(participants, nameof(participants))))
    {
        Participants = participants;
    }

    internal ProcessBarrier(FrameReader reader) : base(reader) => Participants = reader.Read<int>();

    /// <summary>How many meet.</summary>
    public int Participants { get; }

    /// <summary>Waits until all have come.</summary>
    /// <param name="cancellationToken">Ends the wait; who leaves so has not come.</param>
    /// <returns>The number of the meeting, from 0.</returns>
    /// <exception cref="BrokenBarrierException">A participant has died while it waited, or somebody has called <see cref="Break"/>.</exception>
    /// <exception cref="ObjectDisposedException">The process that made the barrier has disposed it.</exception>
    /// <exception cref="IOException">The process that made the barrier is gone.</exception>
    public async ValueTask<long> SignalAndWaitAsync(CancellationToken cancellationToken = default) =>
        BitConverter.ToInt64((await AskAsync(SharingOp.Wait, default, cancellationToken).ConfigureAwait(false)).Body);

    /// <summary>Ends the barrier: who waits, and who comes, gets <see cref="BrokenBarrierException"/>.</summary>
    public void Break() => Tell(SharingOp.Break);

    internal override void Write(FrameWriter writer)
    {
        base.Write(writer);
        writer.Write(Participants);
    }
}
