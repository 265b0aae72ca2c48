using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace ConcurrencyAnalyzers.Runtime;

/// <summary>One enumeration of a mapped sequence: takes from the source, keeps chunks in flight, yields what they bring.</summary>
/// <remarks>
/// <code>
///   source -> chunk being filled -> chunks in flight, at most BufferSize elements -> ready -> caller
/// </code>
/// <para>One thread of control, the caller's enumeration: between two of its steps nothing is taken from the source. A source that is slow does not
/// hold
/// back results that are ready, and results that are slow hold back the source.</para>
/// <para>What goes wrong takes its place in the order: elements before it are yielded first.</para>
/// </remarks>
internal sealed class Mapping<A, T>(IExecutor executor, Func<A[], ChunkCall<A, T>> toCall, MapOptions options)
{
    private readonly ChunkSizer _sizer = new(options, executor.MaxWorkers,
        travelAlone: executor is ConfiguredExecutor { Options: { Timeout: not null } or { Retries: > 0 } });
    private readonly Queue<Task<Chunk<T>>> _ordered = new();

    // Written by whichever thread completes a chunk; read by the enumeration.
    private readonly Channel<Task<Chunk<T>>> _unordered = Channel.CreateUnbounded<Task<Chunk<T>>>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Task<Chunk<T>>> _inFlight = [];
    private readonly List<A> _filling = [];
    private int _taken;
    private bool _isSourceDone;
    private Task<bool>? _next;

    internal async IAsyncEnumerable<T> RunAsync(IAsyncEnumerable<A> elements, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = elements.GetAsyncEnumerator(cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fill(source, ending.Token);
                if (_inFlight.Count == 0)
                {
                    if (_isSourceDone)
                        yield break;
                    await ((Task)_next!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                if (!IsOneReady)
                {
                    // Whatever comes first: another element from the source can fill another worker.
                    var ready = NextReadyAsync();
                    await (_next is null ? ready : Task.WhenAny(ready, _next)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                var chunk = await TakeReady().ConfigureAwait(false);
                _sizer.Observe(chunk.Count, chunk.Elapsed);
                for (var i = 0; i < chunk.Count; i++)
                {
                    if (chunk.ErrorAt(i) is { } error)
                        ExceptionDispatchInfo.Throw(error);
                    _taken--;
                    yield return chunk.Values[i];
                }
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            foreach (var task in _inFlight)
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_next is not null)
                await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool IsOneReady => options.Ordered ? _ordered.Count > 0 && _ordered.Peek().IsCompleted : _unordered.Reader.TryPeek(out _);

    private Task NextReadyAsync() => options.Ordered ? _ordered.Peek() : _unordered.Reader.WaitToReadAsync().AsTask();

    private Task<Chunk<T>> TakeReady()
    {
        if (!options.Ordered && _unordered.Reader.TryRead(out var any))
            _inFlight.Remove(any);
        else
            _inFlight.Remove(any = _ordered.Dequeue());
        return any;
    }

    /// <summary>Takes from the source until the buffer is full, the source makes us wait, or something is ready to be yielded.</summary>
    private void Fill(IAsyncEnumerator<A> source, CancellationToken cancellationToken)
    {
        while (!_isSourceDone && _taken < _sizer.BufferSize && !(_filling.Count == 0 && IsOneReady))
        {
            if (!TryMove(source, cancellationToken, out var moved))
                break;
            if (!moved)
                continue;
            _filling.Add(source.Current);
            _taken++;
            if (_filling.Count >= _sizer.ChunkSize)
                SubmitFilled(cancellationToken);
        }

        // Elements that we have do not wait for those that we have not.
        SubmitFilled(cancellationToken);
    }

    /// <summary>Steps the source; false if it makes us wait, in <see cref="_next"/>.</summary>
    private bool TryMove(IAsyncEnumerator<A> source, CancellationToken cancellationToken, out bool moved)
    {
        moved = false;
        try
        {
            var step = _next is null ? source.MoveNextAsync() : new ValueTask<bool>(_next);
            if (!step.IsCompleted)
            {
                _next ??= step.AsTask();
                return false;
            }
            _next = null;
            moved = step.GetAwaiter().GetResult();
            _isSourceDone = !moved;
        }
        catch (Exception e)
        {
            _isSourceDone = true;
            SubmitFilled(cancellationToken);
            Add(Task.FromException<Chunk<T>>(e));
        }
        return true;
    }

    private void SubmitFilled(CancellationToken cancellationToken)
    {
        if (_filling.Count == 0)
            return;
        var arguments = _filling.ToArray();
        _filling.Clear();
        try
        {
            Add(executor.CallAsync(toCall(arguments), cancellationToken));
        }
        catch (Exception e)
        {
            Add(Task.FromException<Chunk<T>>(e));
        }
    }

    private void Add(Task<Chunk<T>> task)
    {
        _inFlight.Add(task);
        if (options.Ordered)
            _ordered.Enqueue(task);
        else
            task.ContinueWith(
                static (ended, writer) => ((ChannelWriter<Task<Chunk<T>>>)writer!).TryWrite(ended), _unordered.Writer,
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
