using System.Runtime.CompilerServices;

namespace ConcurrencyAnalyzers.Runtime;

// MapAsync: synchronous and asynchronous functions, without and with a token, over sequences of both kinds.
public static partial class ExecutorExtensions
{
    /// <summary>Calls the function for each element and yields the results in order, while later calls run.</summary>
    /// <param name="executor">Runs the calls.</param>
    /// <param name="function">For worker processes: a static method, or a lambda that captures nothing. If its last parameter is a
    /// <see cref="CancellationToken"/>, it fires when the enumeration ends early.</param>
    /// <param name="source">Taken from as results are consumed: it may be endless. Never enumerated by two threads at once.</param>
    /// <param name="options">Default: chunks of about a millisecond of work, two of them for each worker, results in order.</param>
    /// <param name="cancellationToken">Ends the enumeration; calls in flight are cancelled and awaited.</param>
    /// <returns>Enumerate it once for each pass over the source. Nothing starts before the first <c>MoveNextAsync</c>. Its
    /// <see cref="MappedSequence{T}.Results"/> go on after the exception of an element.</returns>
    /// <remarks>
    /// <para><b>Errors.</b> The exception of an element, of its argument or of the source is thrown at its place, after the results before it.
    /// Then, and whenever
    /// the enumeration is left, what is in flight is cancelled and awaited.</para>
    /// <para><b>Source.</b> Python's <c>executor.map</c>, which takes the whole sequence before the first result and loses a chunk to one
    /// exception.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">An option is negative.</exception>
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, T> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new SynchronousChunkCall<Func<A, T>, A, T>(function, chunk, false, static (f, a, ct) => f(a)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, T> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new SynchronousChunkCall<Func<A, T>, A, T>(function, chunk, false, static (f, a, ct) => f(a)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, T> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new SynchronousChunkCall<Func<A, CancellationToken, T>, A, T>(function, chunk, true, static (f, a, ct) => f(a, ct)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, T> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new SynchronousChunkCall<Func<A, CancellationToken, T>, A, T>(function, chunk, true, static (f, a, ct) => f(a, ct)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, Task<T>> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, Task<T>>, A, T>(function, chunk, false, static (f, a, ct) => new ValueTask<T>(f(a))));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, Task<T>> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, Task<T>>, A, T>(function, chunk, false, static (f, a, ct) => new ValueTask<T>(f(a))));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, Task<T>> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, CancellationToken, Task<T>>, A, T>(
                function, chunk, true, static (f, a, ct) => new ValueTask<T>(f(a, ct))));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(2)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, Task<T>> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, CancellationToken, Task<T>>, A, T>(
                function, chunk, true, static (f, a, ct) => new ValueTask<T>(f(a, ct))));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, ValueTask<T>> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, ValueTask<T>>, A, T>(function, chunk, false, static (f, a, ct) => f(a)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, ValueTask<T>> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, ValueTask<T>>, A, T>(function, chunk, false, static (f, a, ct) => f(a)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, ValueTask<T>> function, IEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, CancellationToken, ValueTask<T>>, A, T>(function, chunk, true, static (f, a, ct) => f(a, ct)));

    /// <inheritdoc cref="MapAsync{A, T}(IExecutor, Func{A, T}, IEnumerable{A}, MapOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static MappedSequence<T> MapAsync<A, T>(
        this IExecutor executor, Func<A, CancellationToken, ValueTask<T>> function, IAsyncEnumerable<A> source, MapOptions? options = null,
            CancellationToken cancellationToken = default) =>
        Map(executor, source, options, cancellationToken, chunk =>
            new AsynchronousChunkCall<Func<A, CancellationToken, ValueTask<T>>, A, T>(function, chunk, true, static (f, a, ct) => f(a, ct)));

    private static MappedSequence<T> Map<A, T>(
        IExecutor executor, IEnumerable<A> source, MapOptions? options, CancellationToken cancellationToken, Func<A[], ChunkCall<A, T>> toCall)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Map(executor, new SynchronousSource<A>(source), options, cancellationToken, toCall);
    }

    private static MappedSequence<T> Map<A, T>(
        IExecutor executor, IAsyncEnumerable<A> source, MapOptions? options, CancellationToken cancellationToken, Func<A[], ChunkCall<A, T>> toCall)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new MapOptions();
        options.Validate();
        return new MappedSequence<A, T>(executor, source, options, toCall, cancellationToken);
    }
}
