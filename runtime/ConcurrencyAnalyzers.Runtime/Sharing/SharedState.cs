namespace ConcurrencyAnalyzers.Runtime;

/// <summary>A process that asks, as the process that owns sees it.</summary>
internal abstract class SharingPeer
{
    /// <summary>Answers a request. Never called under a lock: the peer may be slow.</summary>
    internal abstract void Answer(long request, SharingOp answer, ReadOnlySpan<byte> body);

    /// <param name="request">Which.</param>
    /// <param name="failure">Why.</param>
    /// <param name="reason">The exception behind it, as <see cref="ExceptionCodec"/> writes it; empty if there is none.</param>
    internal void Fail(long request, SharingFailure failure, ReadOnlySpan<byte> reason) =>
        Answer(request, SharingOp.Failed, [(byte)failure, .. reason]);
}

/// <summary>A request that waits for its answer.</summary>
internal readonly record struct Asked(SharingPeer Peer, long Request)
{
    internal void Done(ReadOnlySpan<byte> body = default) => Peer.Answer(Request, SharingOp.Done, body);

    internal void Cancelled() => Peer.Answer(Request, SharingOp.Cancelled, default);

    internal void Fail(SharingFailure failure, ReadOnlySpan<byte> reason = default) => Peer.Fail(Request, failure, reason);
}

/// <summary>An object that several processes use, where it lives: one state, one lock.</summary>
/// <remarks>Requests come from any thread. What an operation decides under the lock it says after it, in the order of decision for one peer: the
/// peer's requests come one by one.</remarks>
internal abstract class SharedState
{
    internal Guid Id { get; } = Guid.NewGuid();

    internal abstract void Handle(SharingOp op, Asked asked, ReadOnlySpan<byte> body);

    /// <summary>The request is not wanted any more, if it has not been answered.</summary>
    internal abstract void Cancel(Asked asked);

    /// <summary>A process has ended: what it held is free, and what it waited for it does not wait for.</summary>
    internal abstract void PeerGone(SharingPeer peer);

    /// <summary>The owner has disposed the object: whoever waits is told.</summary>
    internal abstract void Close();
}
