using ConcurrencyAnalyzers.Annotations;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>What a request was answered with, and its number.</summary>
internal readonly record struct SharingAnswer(long Request, byte[] Body);

/// <summary>The way from here to the objects of one process: asks, and hands each answer to whoever waits for it.</summary>
internal abstract class SharingEndpoint
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))] private readonly Dictionary<long, TaskCompletionSource<SharingAnswer>> _asked = [];
    [GuardedBy(nameof(_gate))] private bool _isOwnerGone;

    // Only ever incremented, by Interlocked.
    private long _lastRequest;

    /// <summary>Asks, and ends with the answer.</summary>
    /// <exception cref="OperationCanceledException">The token has fired before the request was granted. If it is granted all the same, the answer
    /// comes.</exception>
    internal async Task<SharingAnswer> AskAsync(Guid target, SharingOp op, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = Interlocked.Increment(ref _lastRequest);
        var answer = new TaskCompletionSource<SharingAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isOwnerGone)
                throw ErrorOf(SharingFailure.OwnerGone);
            _asked.Add(request, answer);
        }
        Send(target, op, request, body.Span);
        using (cancellationToken.UnsafeRegister(_ => Send(target, SharingOp.Cancel, request, default), null))
        {
            try
            {
                return await answer.Task.ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    /// <summary>Says something that is not answered.</summary>
    internal void Tell(Guid target, SharingOp op, ReadOnlySpan<byte> body = default) => Send(target, op, Interlocked.Increment(ref _lastRequest), body);

    /// <summary>Does nothing if the owner is gone; the end of its stream is dealt with elsewhere.</summary>
    private protected abstract void Send(Guid target, SharingOp op, long request, ReadOnlySpan<byte> body);

    private protected void Answered(long request, SharingOp answer, ReadOnlySpan<byte> body)
    {
        TaskCompletionSource<SharingAnswer>? asked;
        lock (_gate)
            _asked.Remove(request, out asked);
        if (answer == SharingOp.Done)
            asked?.SetResult(new SharingAnswer(request, body.ToArray()));
        else if (answer == SharingOp.Cancelled)
            asked?.SetCanceled();
        else
            asked?.SetException(ErrorOf((SharingFailure)body[0], body[1..]));
    }

    private protected void OwnerGone()
    {
        List<TaskCompletionSource<SharingAnswer>> asked;
        lock (_gate)
        {
            _isOwnerGone = true;
            asked = [.. _asked.Values];
            _asked.Clear();
        }
        asked.ForEach(static a => a.SetException(ErrorOf(SharingFailure.OwnerGone)));
    }

    private static Exception ErrorOf(SharingFailure failure, ReadOnlySpan<byte> reason = default) => failure switch
    {
        SharingFailure.Disposed => new ObjectDisposedException("shared object", "The process that made the shared object has disposed it."),
        SharingFailure.Completed => new System.Threading.Channels.ChannelClosedException(
            "The queue was completed, or the other end of the pipe closed: no item comes any more, and none is accepted.",
            ReasonOf(reason)),
        SharingFailure.Broken => new BrokenBarrierException(
            "The barrier is broken: a participant has died while it waited, or somebody has called Break. Make a new one."),
        SharingFailure.Taken => new InvalidOperationException(
            "This end of the pipe belongs to another process: an end is used where it was made, or sent to one process, which uses it."),
        _ => new IOException("The process that made the shared object is gone."),
    };

    private static Exception? ReasonOf(ReadOnlySpan<byte> reason)
    {
        if (reason.IsEmpty)
            return null;
        var reader = new FrameReader();
        reader.Open(reason.ToArray(), 0, reason.Length);
        return ExceptionCodec.Read(reader);
    }
}

/// <summary>The way to the objects of this process itself.</summary>
internal sealed class LocalEndpoint : SharingEndpoint
{
    private readonly Peer _self;

    private LocalEndpoint() => _self = new Peer(this);

    internal static LocalEndpoint Instance { get; } = new();

    private protected override void Send(Guid target, SharingOp op, long request, ReadOnlySpan<byte> body) =>
        SharingHost.Handle(target, op, new Asked(_self, request), body);

    private sealed class Peer(LocalEndpoint endpoint) : SharingPeer
    {
        internal override void Answer(long request, SharingOp answer, ReadOnlySpan<byte> body) => endpoint.Answered(request, answer, body);
    }
}
