using System.Runtime.CompilerServices;
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
/// <param name="executor">Runs the chunks.</param>
/// <param name="toCall">Makes a call of the elements that travel together.</param>
/// <param name="options">What the caller has said.</param>
/// <param name="keepsErrors">What goes wrong with an element is its result; it ends nothing.</param>
internal sealed class Mapping<A, T>(IExecutor executor, Func<A[], ChunkCall<A, T>> toCall, MapOptions options, bool keepsErrors)
{
    private readonly ChunkSizer _sizer = new(options, executor.MaxWorkers,
        travelAlone: executor is ConfiguredExecutor { Options: { Timeout: not null } or { Retries: > 0 } });
    private readonly Queue<Sent> _ordered = new();

    // Written by whichever thread completes a chunk; read by the enumeration.
    private readonly Channel<Sent> _unordered = Channel.CreateUnbounded<Sent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<Sent> _inFlight = [];
    private readonly List<A> _filling = [];

    // The enumeration's alone: one step at a time, and awaits order the steps.
    private int _taken;
    private int _submitted;
    private bool _isSourceDone;
    private Task<bool>? _next;

    /// <param name="elements">The source.</param>
    /// <param name="select">What to yield for a chunk, the position of an element in it, and the position of the chunk in the source.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    internal async IAsyncEnumerable<TOut> RunAsync<TOut>(
        IAsyncEnumerable<A> elements, Func<Chunk<T>, int, int, TOut> select, [EnumeratorCancellation] CancellationToken cancellationToken)
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

                var sent = TakeReady();
                var chunk = keepsErrors && sent.Count > 0
                    ? await OutcomeAsync(sent, cancellationToken).ConfigureAwait(false) : await sent.Task.ConfigureAwait(false);
                _sizer.Observe(chunk.Count, chunk.Elapsed);
                for (var i = 0; i < chunk.Count; i++)
                {
                    var selected = select(chunk, i, sent.First);
                    _taken--;
                    yield return selected;
                }
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            foreach (var sent in _inFlight)
                await ((Task)sent.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_next is not null)
                await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private bool IsOneReady => options.Ordered ? _ordered.Count > 0 && _ordered.Peek().Task.IsCompleted : _unordered.Reader.TryPeek(out _);

    private Task NextReadyAsync() => options.Ordered ? _ordered.Peek().Task : _unordered.Reader.WaitToReadAsync().AsTask();

    private Sent TakeReady()
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
            Add(new Sent(Task.FromException<Chunk<T>>(e), _submitted, 0));
        }
        return true;
    }

    private void SubmitFilled(CancellationToken cancellationToken)
    {
        if (_filling.Count == 0)
            return;
        var arguments = _filling.ToArray();
        _filling.Clear();
        Task<Chunk<T>> task;
        try
        {
            task = executor.CallAsync(toCall(arguments), cancellationToken);
        }
        catch (Exception e)
        {
            task = Task.FromException<Chunk<T>>(e);
        }
        Add(new Sent(task, _submitted, arguments.Length));
        _submitted += arguments.Length;
    }

    private void Add(Sent sent)
    {
        _inFlight.Add(sent);
        if (options.Ordered)
            _ordered.Enqueue(sent);
        else
            sent.Task.ContinueWith(
                (_, writer) => ((ChannelWriter<Sent>)writer!).TryWrite(sent), _unordered.Writer,
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>What is wrong with the chunk as a whole is wrong with each of its elements, unless it is the end of the enumeration.</summary>
    private static async ValueTask<Chunk<T>> OutcomeAsync(Sent sent, CancellationToken cancellationToken)
    {
        try
        {
            return await sent.Task.ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not (ObjectDisposedException or BrokenExecutorException))
        {
            var chunk = new Chunk<T>(sent.Count);
            for (var i = 0; i < chunk.Count; i++)
                chunk.Fail(i, e);
            return chunk;
        }
    }

    /// <summary>A chunk on its way, and where its elements stand in the source.</summary>
    private sealed record Sent(Task<Chunk<T>> Task, int First, int Count);
}
