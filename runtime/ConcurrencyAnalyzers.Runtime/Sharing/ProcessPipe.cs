using System.Diagnostics;
using System.Threading.Channels;
using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Makes pairs of connected ends.</summary>
public static class ProcessPipe
{
    /// <summary>Two ends: what one sends, the other receives. Keep one, and send the other to a call.</summary>
    /// <typeparam name="TOut">What the first end sends.</typeparam>
    /// <typeparam name="TIn">What the first end receives.</typeparam>
    /// <param name="capacity">Most items on their way in each direction, from 1: who sends more waits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    /// <exception cref="WorkerFunctionException">Values of a type cannot be sent.</exception>
    public static (ProcessPipe<TOut, TIn> First, ProcessPipe<TIn, TOut> Second) CreatePair<TOut, TIn>(int capacity = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        var first = new ProcessPipe<TOut, TIn>(new PipeState(capacity));
        return (first, first.Other());
    }
}

/// <summary>One of two connected ends: sends items to the other, and receives items from it, in order.</summary>
/// <remarks>
/// <para>An end belongs to the first process that uses it: send it away before you use it, and to one process only.</para>
/// <para><b>Death.</b> When the process that has an end ends, the end is closed: what it has sent can still be received.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Pipe</c>, whose stream is damaged by two who use one end at once.</para>
/// </remarks>
/// <typeparam name="TSend">What this end sends.</typeparam>
/// <typeparam name="TReceive">What this end receives.</typeparam>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Shown,nq}")]
public sealed class ProcessPipe<TSend, TReceive> : SharedObject
{
    private readonly ItemCodec<TSend> _sent = new(bytesBefore: 1);
    private readonly ItemCodec<TReceive> _received = new();
    private readonly PipeState? _state;
    private readonly byte _end;

    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private Task? _attached;
    [GuardedBy(nameof(_gate))] private bool _isGivenAway;

    internal ProcessPipe(PipeState state, byte end = 0) : base(state, isFirst: end == 0)
    {
        _state = state;
        _end = end;
    }

    internal ProcessPipe(FrameReader reader) : base(reader) => _end = reader.Read<byte>();

    /// <summary>Sends an item, when there is room.</summary>
    /// <param name="item">Copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChannelClosedException">One of the ends is closed.</exception>
    /// <exception cref="InvalidOperationException">The end belongs to another process.</exception>
    /// <exception cref="WorkerFunctionException">The item cannot be sent.</exception>
    public async ValueTask SendAsync(TSend item, CancellationToken cancellationToken = default)
    {
        var body = _sent.Write(item);
        body[0] = _end;
        await AttachAsync().ConfigureAwait(false);
        await AskAsync(SharingOp.Enqueue, body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives the next item, when there is one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChannelClosedException">One of the ends is closed, and everything that was sent before has been received.</exception>
    /// <exception cref="InvalidOperationException">The end belongs to another process.</exception>
    public async ValueTask<TReceive> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        await AttachAsync().ConfigureAwait(false);
        return _received.Read((await AskAsync(SharingOp.Dequeue, new[] { _end }, cancellationToken).ConfigureAwait(false)).Body);
    }

    /// <summary>Closes this end: the other one receives what was sent, and then <see cref="ChannelClosedException"/>.</summary>
    public void Close() => Tell(SharingOp.Close, [_end]);

    internal ProcessPipe<TReceive, TSend> Other() => new(_state!, end: 1);

    internal override void Write(FrameWriter writer)
    {
        lock (_gate)
        {
            if (_attached is not null)
                throw new WorkerFunctionException("This end of the pipe is in use here and cannot be sent away: send it before its first use.");
            if (_isGivenAway)
                throw new WorkerFunctionException("This end of the pipe was sent away already: it belongs to one process.");
            _isGivenAway = true;
        }
        base.Write(writer);
        writer.Write(_end);
    }

    private Task AttachAsync()
    {
        lock (_gate)
            return _attached ??= AskAsync(SharingOp.Attach, new[] { _end }, CancellationToken.None);
    }
}
