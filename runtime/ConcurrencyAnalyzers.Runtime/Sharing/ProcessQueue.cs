using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>Items from any process to any process, in order, at most so many at a time.</summary>
/// <remarks>
/// <code>
/// using var lines = new ProcessQueue&lt;string&gt;(capacity: 100);
/// var reading = pool.SubmitAsync(ReadLines, path, lines);      // await lines.EnqueueAsync(line) …
/// await foreach (var line in lines.ReadAllAsync()) …           // until somebody calls CompleteAsync
/// </code>
/// <para>Items live in the process that made the queue, so that who has put one may end before it is taken.</para>
/// <para><b>Order.</b> First in, first out for each process that puts; each item goes to one of those who take.</para>
/// <para><b>Death.</b> Who dies while waiting for room has put nothing; an item that was on its way to who dies is lost.</para>
/// <para><b>Source.</b> Python's <c>multiprocessing.Queue</c>. There the process that puts must not be joined before the queue was drained, a
/// process that dies at the wrong moment blocks all others, and a value that cannot be sent disappears with a line on the console.</para>
/// </remarks>
/// <typeparam name="T">What an argument of a call may be.</typeparam>
/// <inheritdoc cref="SharedObject"/>
[DebuggerDisplay("{Shown,nq}")]
public sealed class ProcessQueue<T> : SharedObject
{
    private readonly ItemCodec<T> _codec = new();

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">Most items at a time, from 1: who puts more waits.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
    /// <exception cref="WorkerFunctionException">Values of the type cannot be sent.</exception>
    public ProcessQueue(int capacity = 1024) : base(new QueueState(FromOne(capacity, nameof(capacity))))
    {
    }

    internal ProcessQueue(FrameReader reader) : base(reader)
    {
    }

    /// <summary>Puts an item, when there is room.</summary>
    /// <param name="item">Copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChannelClosedException">The queue was completed; inside is the exception with which it was.</exception>
    /// <exception cref="WorkerFunctionException">The item cannot be sent.</exception>
    /// <exception cref="ObjectDisposedException">The process that made the queue has disposed it.</exception>
    /// <exception cref="IOException">The process that made the queue is gone.</exception>
    public async ValueTask EnqueueAsync(T item, CancellationToken cancellationToken = default) =>
        await AskAsync(SharingOp.Enqueue, _codec.Write(item), cancellationToken).ConfigureAwait(false);

    /// <summary>Takes the next item, when there is one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ChannelClosedException">The queue was completed, and is empty; inside is the exception with which it was.</exception>
    /// <exception cref="ObjectDisposedException">The process that made the queue has disposed it.</exception>
    /// <exception cref="IOException">The process that made the queue is gone.</exception>
    public async ValueTask<T> DequeueAsync(CancellationToken cancellationToken = default) =>
        _codec.Read((await AskAsync(SharingOp.Dequeue, default, cancellationToken).ConfigureAwait(false)).Body);

    /// <summary>Takes item after item until the queue was completed and is empty. Several may do so at once; each item goes to one.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="Exception">After the last item, that with which the queue was completed.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            T item;
            try
            {
                item = await DequeueAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException e)
            {
                if (e.InnerException is { } reason)
                    ExceptionDispatchInfo.Throw(reason);
                yield break;
            }
            yield return item;
        }
    }

    /// <summary>Says that no more items will come. What is in the queue can still be taken; who waits for room or for an item that does not come
    /// gets <see cref="ChannelClosedException"/>.</summary>
    /// <param name="error">Why no more will come, for those who take: they get it after the last item, as an exception of a call comes back. Only
    /// the first completion counts. Default: null, all is well.</param>
    public async ValueTask CompleteAsync(Exception? error = null)
    {
        var reason = new FrameWriter();
        if (error is not null)
            ExceptionCodec.Write(reason, error);
        await AskAsync(SharingOp.Complete, reason.Written.ToArray(), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Ends when the queue was completed and all items have been taken.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DrainedAsync(CancellationToken cancellationToken = default) =>
        await AskAsync(SharingOp.Wait, default, cancellationToken).ConfigureAwait(false);
}
